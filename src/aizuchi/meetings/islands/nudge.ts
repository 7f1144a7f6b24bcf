/**
 * The other moved on to another topic while one writes: one line says so and offers to follow, and the page stays where it
 * is. <p data-island="nudge" hidden> with [data-nudge-about] for the topic and a link [data-nudge-go] to it.
 */
import { attach } from "#ui/attach";

const SLOT = ".note-slot";

export function nudge(element: HTMLElement): () => void {
  const link = element.querySelector<HTMLAnchorElement>("[data-nudge-go]");
  const about = element.querySelector<HTMLElement>("[data-nudge-about]");
  let talked = currentAddress();
  const stop = new AbortController();
  const listen = (on: EventTarget, name: string, react: (event: Event) => void): void =>
    on.addEventListener(name, react, { signal: stop.signal });

  listen(document, "htmx:after:swap", () => {
    const now = currentAddress();
    if (now === talked) return;
    talked = now;
    const slot = document.activeElement?.closest(SLOT);
    element.hidden = !now || !slot || slot.closest(now) !== null;
    if (element.hidden || !link || !about) return;
    about.textContent = current()?.querySelector("strong")?.textContent ?? "";
    link.setAttribute("href", now);
  });
  listen(document, "focusout", (event) => {
    if (!element.contains((event as FocusEvent).relatedTarget as Node | null)) element.hidden = true;
  });
  // The press must not first take the focus out of the note, and with it this line away.
  listen(element, "pointerdown", (event) => event.preventDefault());
  listen(element, "mousedown", (event) => event.preventDefault());
  listen(element, "click", () => {
    if (link?.hash) (document.activeElement as HTMLElement | null)?.blur();
    element.hidden = true;
  });
  return () => stop.abort();
}

function current(): HTMLAnchorElement | null {
  return document.querySelector<HTMLAnchorElement>(".agenda__item[aria-current]");
}

function currentAddress(): string {
  return current()?.getAttribute("href") ?? "";
}

attach("nudge", nudge);
