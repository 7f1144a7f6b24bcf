/**
 * A sheet that the other one ticks off folds itself. Where somebody is writing at that moment it stays open, and they go on
 * in the same place. Attached to what is refreshed: data-island="stay_in_note".
 */
import { attach } from "#ui/attach";

const SLOT = ".note-slot";

export function stayInNote(): () => void {
  let writing: { field: HTMLElement; slot: string } | undefined;

  const remember = (): void => {
    const field = document.activeElement;
    const slot = field?.closest(SLOT)?.id;
    writing = field instanceof HTMLElement && slot ? { field, slot } : undefined;
  };
  const goOn = (): void => {
    const sheet = writing && document.getElementById(writing.slot)?.closest("details");
    if (!writing || !sheet) return;
    sheet.open = true;
    if (document.activeElement !== writing.field) writing.field.focus({ preventScroll: true });
  };

  document.addEventListener("htmx:before:swap", remember);
  document.addEventListener("htmx:after:swap", goOn);
  return () => {
    document.removeEventListener("htmx:before:swap", remember);
    document.removeEventListener("htmx:after:swap", goOn);
  };
}

attach("stay_in_note", stayInNote);
