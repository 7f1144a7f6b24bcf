/**
 * Where a survey is built: Ctrl+Z takes a change back and Ctrl+Y does it again, unless somebody is writing. After a step the
 * focus stands at the part that was changed, and after a move on the button that moved it, so that it can be pressed again.
 * The mark of an earlier answer goes where somebody writes.
 */
import { attach } from "#ui/attach";

const WRITING = 'textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable="true"]';
const FIRST_FIELD = "form[data-guard] :is(textarea, select, input:not([type=hidden]))";

attach("survey_builder", (builder) => {
  if (document.readyState === "complete") goOn(builder);
  else addEventListener("load", () => goOn(builder), { once: true }); // the browser goes to the part first
  insertAnswers(builder);
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
});

function onKey(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.target instanceof Element && event.target.closest(WRITING)) return;
  const step = stepOf(event.key.toLowerCase(), event.shiftKey);
  const button = step && document.querySelector<HTMLButtonElement>(`[data-step="${step}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
}

function stepOf(key: string, withShift: boolean): "back" | "again" | undefined {
  if (key === "z") return withShift ? "again" : "back";
  return key === "y" && !withShift ? "again" : undefined;
}

function goOn(builder: HTMLElement): void {
  const part = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!part || !builder.contains(part)) return;
  if (part.matches(WRITING)) {
    part.focus();
    return;
  }
  const moved = new URLSearchParams(location.search).get("moved");
  const button = moved && (part.querySelector<HTMLElement>(`[data-moves="${moved}"]`) ?? part.querySelector("button"));
  const field = isTouched() ? null : part.querySelector<HTMLElement>(FIRST_FIELD);
  (button || field || part).focus({ preventScroll: true });
}

/** An earlier answer goes into the sentence in which somebody wrote last. */
function insertAnswers(builder: HTMLElement): void {
  let latest: HTMLTextAreaElement | null = null;
  builder.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLTextAreaElement) latest = target;
  });
  builder.addEventListener("click", ({ target }) => {
    const mark = target instanceof Element && target.closest<HTMLElement>("[data-insert]")?.dataset.insert;
    const field = latest?.isConnected
      ? latest
      : builder.querySelector<HTMLTextAreaElement>("form[data-guard] textarea");
    if (!mark || !field) return;
    field.setRangeText(mark, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}

/** On a touch screen a keyboard that comes up by itself hides half of the page. */
function isTouched(): boolean {
  return Boolean(window.matchMedia?.("(pointer: coarse)").matches);
}
