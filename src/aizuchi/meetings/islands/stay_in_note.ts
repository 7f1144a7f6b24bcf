/**
 * Whoever writes in a note stays where they are, whatever the other does meanwhile: what grows or folds above does not move
 * the line under their eyes, and a sheet that the other one ticks off folds only once they have left it:
 * <input type="hidden" name="writing" data-island="stay_in_note"> tells the server with every refresh.
 */
import { attach } from "#ui/attach";

const SLOT = ".note-slot";
const PREFIX = "slot-";

export function stayInNote(element: HTMLElement): () => void {
  const told = element as HTMLInputElement;
  let isBehind = false;
  let place: number | null = null;
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
  listen("htmx:before:swap", () => {
    place = placeOfWriting();
  });
  listen("htmx:after:swap", () => {
    isBehind = told.value !== "";
    const moved = place === null ? 0 : (placeOfWriting() ?? place) - place;
    if (moved !== 0) window.scrollBy({ top: moved, behavior: "instant" });
    place = null;
  });
  return () => stop.abort();
}

/** How far below the edge of the window the text lies in which somebody writes. */
function placeOfWriting(): number | null {
  const text = document.activeElement;
  return text?.closest(".note-live, .note-slot") ? text.getBoundingClientRect().top : null;
}

attach("stay_in_note", stayInNote);
