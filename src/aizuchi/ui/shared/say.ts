/** Quiet messages in the page's status region. The sentences stand in the page, in the reader's language. */
const STAYS_MS = 8_000;

/** Shows the sentence that base.html keeps as <template data-say="NAME">; the same one is never shown twice at once. */
export function say(name: string): void {
  const region = document.getElementById("toasts");
  const sentence = document.querySelector<HTMLTemplateElement>(`template[data-say="${name}"]`);
  if (!region || !sentence || region.querySelector(`[data-said="${name}"]`)) return;
  const toast = sentence.content.firstElementChild?.cloneNode(true);
  if (!(toast instanceof HTMLElement)) return;
  toast.dataset.said = name;
  region.append(toast);
  setTimeout(() => toast.remove(), STAYS_MS);
}
