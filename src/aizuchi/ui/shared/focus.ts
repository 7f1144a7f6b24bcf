/**
 * Where the focus goes when what had it is gone: a swap took it away, or folded it. Without this it falls to the body, and
 * whoever uses a keyboard or a screen reader stands at the beginning of the page again. And links that lead to a field put
 * one into it.
 */
const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled, [type=hidden]), select:not(:disabled), " +
  'textarea:not(:disabled), summary, [tabindex]:not([tabindex="-1"]), [contenteditable="true"]';
const WRITING = 'textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable="true"]';

/** The element that had the focus, and its place within each part of the page around it, innermost first. */
interface Place {
  element: HTMLElement;
  around: { part: Element; index: number }[];
}

export function keepFocus(page: Document): void {
  let place: Place | null = null;
  page.addEventListener("htmx:before:swap", () => {
    place = placeOf(page.activeElement) ?? place;
  });
  page.addEventListener("htmx:after:swap", () => {
    if (!isLost(page)) place = null;
    // A part that came with this swap may come to life, or be followed by another swap, first.
    else if (place) queueMicrotask(() => place && isLost(page) && giveBack(page, place));
  });
  page.addEventListener("focusin", () => {
    place = null;
  });
  page.addEventListener("click", followToField);
}

function isLost(page: Document): boolean {
  return page.activeElement === null || page.activeElement === page.body;
}

function placeOf(element: Element | null): Place | null {
  if (!(element instanceof HTMLElement) || element === element.ownerDocument.body) return null;
  const around: Place["around"] = [];
  for (let part = element.parentElement; part && part !== document.body; part = part.parentElement)
    around.push({ part, index: stopsIn(part).indexOf(element) });
  return { element, around };
}

/** Itself, its like, or what stands in its place now: in the innermost part that is still there and has something. */
function giveBack(page: Document, { element, around }: Place): void {
  const same = element.isConnected ? element : element.id ? page.getElementById(element.id) : null;
  if (same && isStop(same)) {
    move(same);
    return;
  }
  for (const { part, index } of around) {
    const now = part.isConnected ? part : part.id ? page.getElementById(part.id) : null;
    const stops = now ? stopsIn(now) : [];
    const heir = stops[Math.min(Math.max(index, 0), stops.length - 1)];
    if (!now || !heir) continue;
    move(wouldOpenKeyboard(element, heir) ? standOn(now as HTMLElement) : heir);
    return;
  }
  page.querySelector("main")?.focus({ preventScroll: true });
}

function move(element: HTMLElement): void {
  element.focus({ preventScroll: true });
  element.scrollIntoView?.({ block: "nearest" });
}

/** On a touch screen a keyboard that comes up by itself hides half of the page. */
function wouldOpenKeyboard(before: Element, after: Element): boolean {
  return (
    after.matches(WRITING) && !before.matches(WRITING) && Boolean(window.matchMedia?.("(pointer: coarse)").matches)
  );
}

function standOn(part: HTMLElement): HTMLElement {
  if (!part.hasAttribute("tabindex")) part.tabIndex = -1;
  return part;
}

function stopsIn(part: Element): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isStop);
}

function isStop(element: HTMLElement): boolean {
  return element.matches(FOCUSABLE) && element.tabIndex >= 0 && (element.checkVisibility?.() ?? !element.hidden);
}

function followToField(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  const target = link ? document.getElementById(link.hash.slice(1)) : null;
  if (!target?.matches(WRITING) || event.defaultPrevented) return;
  event.preventDefault();
  target.focus();
}
