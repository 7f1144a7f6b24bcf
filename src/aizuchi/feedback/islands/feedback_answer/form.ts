/** The questions on the page: what was tapped and written, read out only when it is to be sealed. */
import type { Answer, Level } from "../../../anonymous_answers/islands/sealed_answer";

/** Topics answered by half are left out: an answer is both questions. */
export function readAnswers(root: ParentNode): { answers: Answer[]; line: string } {
  const answers: Answer[] = [];
  for (const cell of root.querySelectorAll<HTMLElement>("[data-cell]")) {
    const met = chosen(cell, "[data-met]");
    const moved = chosen(cell, "[data-moved]");
    const { topic, response } = cell.dataset;
    if (met && moved) answers.push({ topic: topic || null, response: response || null, met, moved });
  }
  return { answers, line: lineOf(root).value.trim() };
}

export function lineOf(root: ParentNode): HTMLTextAreaElement {
  return root.querySelector("textarea") as HTMLTextAreaElement;
}

/** A ready-made phrase goes into the line with one tap, and out of it with the next. */
export function offerPhrases(root: HTMLElement): void {
  const line = lineOf(root);
  const phrases = [...root.querySelectorAll<HTMLElement>("[data-phrase]")];
  const look = (): void => {
    for (const phrase of phrases) phrase.ariaPressed = String(line.value.includes(wordsOf(phrase)));
  };
  for (const phrase of phrases) {
    phrase.addEventListener("click", () => {
      const words = wordsOf(phrase);
      const without = line.value.replace(words, "").trim();
      const joined = line.value.includes(words) ? without : [without, words].filter(Boolean).join("\n");
      if (joined.length <= line.maxLength || line.maxLength < 0) line.value = joined;
      line.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  line.addEventListener("input", look);
  look();
}

function wordsOf(phrase: HTMLElement): string {
  return phrase.textContent?.trim() ?? "";
}

function chosen(cell: ParentNode, radios: string): Level | undefined {
  const value = cell.querySelector<HTMLInputElement>(`${radios}:checked`)?.value;
  return value ? (Number(value) as Level) : undefined;
}
