/** Quiet messages in the page's status region. The sentences stand in the page, in the reader's language. */
const STAYS_MS = 8_000;

/**
 * Shows the sentence that base.html keeps as <template data-say="NAME">; the same one is never shown twice at once,
 * nor are two that say the same thing (`about`).
 */
export function say(name: string, about = name): void {
  const region = document.getElementById("toasts");
  const sentence = document.querySelector<HTMLTemplateElement>(`template[data-say="${name}"]`);
  if (!region || !sentence || region.querySelector(`[data-said="${about}"]`)) return;
  const toast = sentence.content.firstElementChild?.cloneNode(true);
  if (!(toast instanceof HTMLElement)) return;
  toast.dataset.said = about;
  region.append(toast);
  if (!toast.querySelector("[data-again], [data-stays]")) fade(toast);
}

export function unsay(about: string): void {
  document.querySelector(`#toasts > [data-said="${about}"]`)?.remove();
}

/** Messages of the server (marked data-fades) go by themselves too, those that arrive with a swap included. */
export function fadeMessages(page: Document): void {
  const seen = new WeakSet<Element>();
  const look = (): void => {
    for (const toast of page.querySelectorAll<HTMLElement>("#toasts > [data-fades]")) {
      if (!seen.has(toast)) fade(toast);
      seen.add(toast);
    }
  };
  look();
  page.addEventListener("htmx:after:process", look);
}

/** Not while somebody is reading it with the pointer or is in it with the keyboard. */
function fade(toast: HTMLElement): void {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? fade(toast) : toast.remove()), STAYS_MS);
}
