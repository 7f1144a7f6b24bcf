/** A sheet with a name: walked through, kept on the server as it is filled in (autosave), sent as a form. */
import { attach } from "#ui/attach";
import { readSections } from "./sheet";
import { Steps } from "./sheet/steps";

const CLOSED = 409;

function bring(element: HTMLElement): () => void {
  const form = element as HTMLFormElement;
  const steps = new Steps(form, readSections(form));
  const gone = new AbortController();
  form.addEventListener("submit", () => notePointed(form), gone);
  document.addEventListener(
    "htmx:after:request",
    (event) => {
      const { ctx } = (event as CustomEvent<{ ctx?: { sourceElement?: Element; response?: { status: number } } }>)
        .detail;
      if (ctx?.sourceElement !== form || ctx.response?.status !== CLOSED) return;
      for (const part of form.querySelectorAll<HTMLElement>("[data-closed]")) part.hidden = false;
    },
    gone,
  );
  return () => {
    steps.destroy();
    gone.abort();
  };
}

/** Whoever looked it over here was pointed at what is empty. */
function notePointed(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("[name=pointed]");
  if (field) field.value = "1";
}

attach("answer_survey", bring);
