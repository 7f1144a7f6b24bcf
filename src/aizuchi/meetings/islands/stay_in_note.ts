/**
 * A sheet that the other one ticks off folds itself. Where somebody is writing at that moment it stays as it is until they
 * leave it: <input type="hidden" name="writing" data-island="stay_in_note"> tells the server with every refresh.
 */
import { attach } from "#ui/attach";

const SLOT = ".note-slot";
const PREFIX = "slot-";

export function stayInNote(element: HTMLElement): () => void {
  const told = element as HTMLInputElement;
  let isBehind = false;
  const stop = new AbortController();
  const listen = (name: string, react: (event: Event) => void): void =>
    document.addEventListener(name, react, { signal: stop.signal });

  listen("focusin", (event) => {
    const slot = (event.target as Element).closest(SLOT);
    if (slot) told.value = slot.id.replace(PREFIX, "");
  });
  listen("focusout", () => {
    told.value = "";
    if (!isBehind) return;
    isBehind = false;
    document.body.dispatchEvent(new CustomEvent("live:agenda"));
  });
  listen("htmx:after:swap", () => {
    isBehind = told.value !== "";
  });
  return () => stop.abort();
}

attach("stay_in_note", stayInNote);
