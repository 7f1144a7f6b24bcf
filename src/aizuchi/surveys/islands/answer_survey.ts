/** Shows what is asked, given what was answered so far, and keeps answers on the server as they are given. */
import { attach } from "#ui/attach";
import { readSections, showAsked } from "./sheet";

const PAUSE_MS = 800;

function bring(element: HTMLElement): undefined {
  const form = element as HTMLFormElement;
  const sections = readSections(form);
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const keep = async (): Promise<void> => {
    const answer = await fetch(form.dataset.keep ?? "", { method: "POST", body: new FormData(form) }).catch(() => null);
    const kept = form.ownerDocument.querySelector<HTMLElement>("[data-kept]");
    if (kept) kept.hidden = !answer?.ok;
  };
  form.addEventListener("input", () => {
    showAsked(form, sections);
    if (!form.dataset.keep) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void keep(), PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  showAsked(form, sections);
}

attach("answer_survey", bring);
