/**
 * Where a survey is built: Ctrl+Z takes a change back and Ctrl+Y does it again, unless somebody is writing. After a step the
 * focus stands at the part that was changed, and after a move on the button that moved it, so that it can be pressed again.
 */
import { attach } from "#ui/attach";

const WRITING = 'textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable="true"]';
const FIRST_FIELD = "form[data-guard] :is(textarea, select, input:not([type=hidden]))";

attach("survey_builder", (builder) => {
  if (document.readyState === "complete") goOn(builder);
  else addEventListener("load", () => goOn(builder), { once: true }); // the browser goes to the part first
  const listen = (event: KeyboardEvent): void => onKey(event);
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
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
  const moved = new URLSearchParams(location.search).get("moved");
  const button = moved && (part.querySelector<HTMLElement>(`[data-moves="${moved}"]`) ?? part.querySelector("button"));
  const field = isTouched() ? null : part.querySelector<HTMLElement>(FIRST_FIELD);
  (button || field || part).focus({ preventScroll: true });
}

/** On a touch screen a keyboard that comes up by itself hides half of the page. */
function isTouched(): boolean {
  return Boolean(window.matchMedia?.("(pointer: coarse)").matches);
}
