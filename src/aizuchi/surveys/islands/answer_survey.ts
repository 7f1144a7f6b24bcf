/** Shows what is asked, given what was answered so far, and keeps answers on the server as they are given. */
import { attach } from "#ui/attach";
import { type Answers, listAsked, type Sections } from "./conditions";

const PAUSE_MS = 800;

function bring(element: HTMLElement): undefined {
  const form = element as HTMLFormElement;
  const told = form.dataset.conditions;
  if (!told) return;
  const sections = JSON.parse(told) as Sections;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    const asked = new Set(listAsked(sections, readAnswers(form)));
    for (const part of form.querySelectorAll<HTMLElement>("[data-question]")) {
      part.hidden = !asked.has(part.dataset.question ?? "");
    }
    for (const section of form.querySelectorAll<HTMLElement>("[data-section]")) {
      section.hidden = !section.querySelector("[data-question]:not([hidden])");
    }
  };
  const keep = async (): Promise<void> => {
    const answer = await fetch(form.dataset.keep ?? "", { method: "POST", body: new FormData(form) }).catch(() => null);
    const kept = form.ownerDocument.querySelector<HTMLElement>("[data-kept]");
    if (kept) kept.hidden = !answer?.ok;
  };
  form.addEventListener("input", () => {
    show();
    if (!form.dataset.keep) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => void keep(), PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  show();
}

export function readAnswers(form: HTMLFormElement): Answers {
  const answers: Answers = new Map();
  for (const part of form.querySelectorAll<HTMLElement>("[data-question]")) {
    const code = part.dataset.question ?? "";
    const fields = [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
    const given = fields.filter((one) => (isChoice(one) ? one.checked : one.value !== ""));
    if (part.dataset.kind === "multiple") {
      answers.set(
        code,
        given.filter(isChoice).map((one) => one.value),
      );
    } else if (part.dataset.kind === "matrix") {
      answers.set(
        code,
        given.map((one) => `${one.name.slice(code.length + 1)}:${one.value}`),
      );
    } else if (part.dataset.kind === "ranking") {
      const ranked = given.filter((one) => /^\d{1,3}$/.test(one.value)).sort((a, b) => +a.value - +b.value);
      answers.set(
        code,
        ranked.map((one) => one.name.slice(code.length + 1)),
      );
    } else {
      const one = given.find((field) => field.name === code);
      if (one) answers.set(code, one.value.trim());
    }
  }
  return answers;
}

function isChoice(field: HTMLInputElement | HTMLTextAreaElement): field is HTMLInputElement {
  return field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type);
}

attach("answer_survey", bring);
