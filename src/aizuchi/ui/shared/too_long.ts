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

function lengthOf(event: InputEvent): number {
  return event.data?.length ?? event.dataTransfer?.getData("text/plain").length ?? 1; // a line break has no words
}
