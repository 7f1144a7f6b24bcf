/** The sheet in the page: what is chosen and written in it, and which of it is asked. */
import { type Answer, type Answers, listAsked, type Sections } from "./conditions";

export function readSections(root: HTMLElement): Sections {
  return JSON.parse(root.dataset.conditions ?? '{"sections": []}') as Sections;
}

/** Shows what is asked, given what was answered so far; a section that asks nothing goes with its questions. */
export function showAsked(root: HTMLElement, sections: Sections): void {
  const asked = new Set(listAsked(sections, readAnswers(root)));
  for (const part of root.querySelectorAll<HTMLElement>("[data-question]")) {
    part.hidden = !asked.has(part.dataset.question ?? "");
  }
  for (const section of root.querySelectorAll<HTMLElement>("[data-section]")) {
    section.hidden = !section.querySelector("[data-question]:not([hidden])");
  }
}

/** Of what is asked only, with words of one's own beside a choice: as the server reads it. */
export function readGiven(root: HTMLElement, sections: Sections): Record<string, Answer> {
  const answers = readAnswers(root);
  const given: Record<string, Answer> = {};
  for (const code of listAsked(sections, answers)) {
    const answer = answers.get(code);
    if (answer?.length) given[code] = answer;
    const other = root.querySelector<HTMLInputElement>(`[name="${code}.other"]`)?.value.trim();
    if (other) given[`${code}.other`] = other;
  }
  return given;
}

export function readAnswers(root: HTMLElement): Answers {
  const answers: Answers = new Map();
  for (const part of root.querySelectorAll<HTMLElement>("[data-question]")) {
    const code = part.dataset.question ?? "";
    const fields = [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")];
    const given = fields.filter((one) => (isChoice(one) ? one.checked : one.value !== ""));
    const isApplicable = !given.some((one) => isChoice(one) && one.name === code && one.value === "-");
    if (!isApplicable) answers.set(code, "-");
    else if (part.dataset.kind === "multiple") {
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
      const plain = part.dataset.kind === "number" ? one?.value.normalize("NFKC") : one?.value;
      if (plain !== undefined) answers.set(code, plain.trim());
    }
  }
  return answers;
}

function isChoice(field: HTMLInputElement | HTMLTextAreaElement): field is HTMLInputElement {
  return field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type);
}
