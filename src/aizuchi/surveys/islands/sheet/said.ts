/** Answers in words, as they stand in the page: to look them over, and where a sentence repeats one. */
const NOTHING = "…";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Empty where nothing is answered. */
export function sayAnswer(part: HTMLElement): string {
  const code = part.dataset.question ?? "";
  const fields = [...part.querySelectorAll<Field>("input, textarea")].filter((one) => one.name !== `${code}.other`);
  if (part.dataset.kind === "ranking") return join(rank(fields).map(wordsOf));
  const chosen = fields.filter((one) => (isChoice(one) ? one.checked : one.value.trim() !== ""));
  return join(chosen.map((one) => sayField(part, code, one)));
}

/** Beside a scale stands the word of its step; a sentence repeats what was answered before. */
export function fillIn(root: HTMLElement): void {
  for (const part of root.querySelectorAll<HTMLElement>("[data-question]")) {
    for (const output of part.querySelectorAll<HTMLElement>("[data-said]")) {
      const around = output.closest<HTMLElement>("[data-row]") ?? part;
      const chosen = around.querySelector<HTMLInputElement>("[type=radio]:checked");
      const isStep = chosen?.closest(".scale__dot");
      output.textContent = chosen && isStep ? wordsOf(chosen) : "";
    }
  }
  for (const place of root.querySelectorAll<HTMLElement>("[data-answer-of]")) {
    const part = root.querySelector<HTMLElement>(`[data-question="${place.dataset.answerOf}"]`);
    place.textContent = (part && !part.hidden && sayAnswer(part)) || NOTHING;
  }
}

function sayField(part: HTMLElement, code: string, field: Field): string {
  if (!isChoice(field)) return field.value.trim();
  const own = part.querySelector<HTMLInputElement>(`[name="${code}.other"]`)?.value.trim();
  if (field.value === "other" && own) return own;
  const row = field.closest<HTMLElement>("[data-row]")?.dataset.row;
  return row ? `${row}: ${wordsOf(field)}` : wordsOf(field);
}

function rank(fields: Field[]): Field[] {
  return fields.filter((one) => /^\d{1,3}$/.test(one.value)).sort((a, b) => Number(a.value) - Number(b.value));
}

function wordsOf(field: Field): string {
  return field.dataset.words ?? field.value;
}

function join(words: string[]): string {
  return words.join(document.documentElement.lang === "ja" ? "、" : ", ");
}

function isChoice(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type);
}
