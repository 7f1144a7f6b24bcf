/** Says so where a field takes no more: the browser cuts what was pasted or typed off without a word. */
import { say } from "#ui/say";

export function tellWhatWasCut(page: Document): void {
  page.addEventListener("beforeinput", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || field.maxLength < 0) return;
    if (event.isComposing || !event.inputType.startsWith("insert")) return; // an input method is cut when it is done
    const taken = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
    if (field.value.length - taken + lengthOf(event) > field.maxLength) say("cut");
  });
}

/**
 * Where long words are dear (data-whole around the field), nothing is cut: the limit is taken off, how much is too much stands below
 * the field, and nothing is sent until it fits.
 */
export function keepWhole(page: Document): void {
  page.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || target.maxLength < 0 || !target.closest("[data-whole]")) return;
    target.dataset.longest = String(target.maxLength);
    target.removeAttribute("maxlength");
  });
  page.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLTextAreaElement && target.dataset.longest)
      tellOver(target, Number(target.dataset.longest));
  });
}

function tellOver(field: HTMLTextAreaElement, longest: number): void {
  const over = field.value.length - longest;
  const next = field.nextElementSibling;
  let told = next instanceof HTMLElement && "tooLong" in next.dataset ? next : undefined;
  if (over > 0 && !told) {
    const sentence = document.querySelector<HTMLTemplateElement>('template[data-say="too-long"]');
    const made = sentence?.content.firstElementChild?.cloneNode(true);
    if (made instanceof HTMLElement) {
      field.after(made);
      told = made;
    }
  }
  if (told) {
    told.hidden = over <= 0;
    for (const [name, number] of [
      ["longest", longest],
      ["over", over],
    ] as const) {
      const place = told.querySelector(`[data-${name}]`);
      if (place) place.textContent = String(number);
    }
  }
  field.setCustomValidity(over > 0 ? (told?.textContent?.trim() ?? "") || String(over) : "");
}

function lengthOf(event: InputEvent): number {
  return event.data?.length ?? event.dataTransfer?.getData("text/plain").length ?? 1; // a line break has no words
}
