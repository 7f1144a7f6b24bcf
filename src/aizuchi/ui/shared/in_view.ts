/**
 * What somebody writes stays in view: above whatever sticks to the foot of the window or lies on the keyboard, and below
 * what sticks to its head. The page knows the height of its foot as --foot (scroll-padding in base.css), that of messages
 * above the foot as --toasts, and that of a keyboard which covers it as --keyboard.
 */
const FEET = ".focused-foot, .side, .page-foot, [data-note-tools]";
const APART = 12; // of two feet that stand on one another
const GAP = 8; // below a message, so that what stands above it keeps its outline
const LINE_PER_LETTER = 1.6; // a caret is as high as its letters, which stand apart
const HEADS = ".focused-head, .topbar";

export function measureFrame(page: Document): void {
  const root = page.documentElement;
  let foot = 0;
  const measure = (): void => {
    const { bottom } = visiblePart();
    foot = Math.max(0, ...stuckAtFoot(page, ".focused-foot, .side, .page-foot").map((box) => bottom - box.top));
    root.style.setProperty("--foot", `${Math.round(foot)}px`);
    const above = bottom - foot - (readMessages(page)?.top ?? Infinity) + GAP;
    root.style.setProperty("--toasts", `${Math.round(Math.max(0, above))}px`);
    const covered = window.visualViewport ? window.innerHeight - bottom : 0;
    root.style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
  };
  const release = (): void => {
    root.removeAttribute("data-pressing");
    measure();
  };
  measure();
  window.addEventListener("resize", measure);
  window.visualViewport?.addEventListener("resize", measure);
  window.visualViewport?.addEventListener("scroll", measure);
  for (const name of ["focusin", "focusout", "htmx:after:swap"]) page.addEventListener(name, () => setTimeout(measure));
  // A foot that lay at the end of the page while somebody wrote lies over it again: the focus must not stand behind it.
  page.addEventListener("focusin", ({ target }) => {
    const before = foot;
    measure();
    if (foot > before) (target as Element).scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  // Whoever presses something while they write leaves the field with that press: between going down and coming up again
  // the foot must not come back, nor the page move, or it would not be a press on anything.
  page.addEventListener("pointerdown", () => root.toggleAttribute("data-pressing", foot === 0), true);
  for (const name of ["pointerup", "pointercancel"]) page.addEventListener(name, () => setTimeout(release), true);
  watchMessages(page, measure);
}

/** Messages come at any moment: they must not lie over where the keyboard just stands. */
function watchMessages(page: Document, measure: () => void): void {
  const region = page.getElementById("toasts");
  if (!region) return;
  new MutationObserver(() => {
    measure();
    const messages = readMessages(page);
    const focused = page.activeElement;
    if (!messages || !focused?.matches(":focus-visible") || region.contains(focused)) return;
    const box = focused.getBoundingClientRect();
    const isBehind = box.bottom > messages.top && box.top < messages.bottom;
    if (isBehind) focused.scrollIntoView({ block: "nearest", behavior: "instant" });
  }).observe(region, { childList: true });
}

function readMessages(page: Document): DOMRect | null {
  const box = page.querySelector("#toasts:has(*)")?.getBoundingClientRect();
  return box?.height ? box : null;
}

/** Scrolls no further than needed, so that a line and one more above and below it can be seen. */
export function keepInView(line: { top: number; bottom: number }, page = document): void {
  const more = (line.bottom - line.top) * LINE_PER_LETTER;
  const { top, bottom } = openPart(page);
  const over = line.bottom + more - bottom;
  const under = line.top - more - top;
  if (over > 0) window.scrollBy({ top: Math.min(over, Math.max(0, under)), behavior: "instant" });
  else if (under < 0) window.scrollBy({ top: under, behavior: "instant" });
}

/** All of it where there is room, else nothing: then a line in it has to be kept in view. */
export function showWhole(box: { top: number; bottom: number }, page = document): boolean {
  const { top, bottom } = openPart(page);
  if (box.bottom - box.top > bottom - top) return false;
  const by = box.bottom > bottom ? box.bottom - bottom : Math.min(0, box.top - top);
  if (by) window.scrollBy({ top: by, behavior: "instant" });
  return true;
}

/** The part of the window that nothing covers. */
export function openPart(page = document): { top: number; bottom: number } {
  const { top, bottom } = visiblePart();
  return {
    top: Math.max(top, ...stuck(page, HEADS, isAtHead).map((box) => box.bottom)),
    bottom: Math.min(bottom, readMessages(page)?.top ?? bottom, ...stuckAtFoot(page, FEET).map((box) => box.top)),
  };
}

function visiblePart(): { top: number; bottom: number } {
  const { offsetTop, height } = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
  return { top: offsetTop, bottom: offsetTop + height };
}

function stuck(page: Document, selector: string, isThere: (box: DOMRect) => boolean): DOMRect[] {
  return [...page.querySelectorAll<HTMLElement>(selector)]
    .filter((element) => /^(fixed|sticky)$/.test(getComputedStyle(element).position))
    .map((element) => element.getBoundingClientRect())
    .filter((box) => box.height > 0 && box.width > window.innerWidth / 2 && isThere(box));
}

/** Feet may stand on one another: that of a list above the doors of a phone. */
function stuckAtFoot(page: Document, selector: string): DOMRect[] {
  const boxes = stuck(page, selector, isLow);
  let edge = visiblePart().bottom;
  return boxes
    .sort((one, other) => other.bottom - one.bottom)
    .filter((box) => {
      const stands = box.bottom >= edge - APART;
      if (stands) edge = Math.min(edge, box.top);
      return stands;
    });
}

/** A sticky foot at the end of its page has been scrolled to: it covers nothing but still stands there. */
function isLow(box: DOMRect): boolean {
  return box.top < visiblePart().bottom && box.height < window.innerHeight / 2;
}

function isAtHead(box: DOMRect): boolean {
  return box.top <= 1 && box.bottom > 0 && box.height < window.innerHeight / 2;
}
