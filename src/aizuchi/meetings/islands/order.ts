/**
 * Puts the items of a list into another order: drag one by its [data-grip], or move it with the arrow keys while the grip
 * has the focus. The list then hears "reordered". Without a script each grip opens a menu with "up" and "down".
 */
import { attach } from "#ui/attach";

const FAR_ENOUGH = 6;
const EDGE = 72;
const SCROLL_STEP = 24;
const STEPS: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

export function order(list: HTMLElement): undefined {
  list.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const grip = gripOf(event.target);
    if (!step || !grip || !shift(list, itemOf(list, grip), step)) return;
    event.preventDefault();
    grip.focus();
    announce(list);
  });
  list.addEventListener("pointerdown", (event) => {
    const grip = gripOf(event.target);
    if (grip && event.button === 0) follow(list, grip, event);
  });
}

function follow(list: HTMLElement, grip: HTMLElement, down: PointerEvent): void {
  const item = itemOf(list, grip);
  const before = [...list.children];
  let isDragging = false;

  const move = (event: PointerEvent): void => {
    if (!isDragging && Math.abs(event.clientY - down.clientY) < FAR_ENOUGH) return;
    isDragging = true;
    item.classList.add("is-dragged");
    scrollNearEdge(event.clientY);
    const other = itemAt(list, event.clientY);
    if (other && other !== item) list.insertBefore(item, isBelow(event.clientY, other) ? other.nextSibling : other);
  };
  const end = (): void => {
    stop.abort();
    item.classList.remove("is-dragged");
    if (!isDragging) return;
    // The press that ends a drag is no press of the grip's menu.
    grip.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    if (before.some((child, place) => list.children[place] !== child)) announce(list);
  };

  const stop = new AbortController();
  const options = { signal: stop.signal };
  // On the document: a grip that moves within it would lose a captured pointer.
  document.addEventListener("pointermove", move, options);
  document.addEventListener("pointerup", end, options);
  document.addEventListener("pointercancel", end, options);
}

function scrollNearEdge(y: number): void {
  if (y < 2 * EDGE) window.scrollBy(0, -SCROLL_STEP);
  if (y > window.innerHeight - 2 * EDGE) window.scrollBy(0, SCROLL_STEP);
}

function shift(list: HTMLElement, item: Element, step: number): boolean {
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return false;
  list.insertBefore(item, step < 0 ? other : other.nextSibling);
  return true;
}

function gripOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>("[data-grip]");
}

function itemOf(list: HTMLElement, grip: HTMLElement): HTMLElement {
  let item = grip;
  while (item.parentElement && item.parentElement !== list) item = item.parentElement;
  return item;
}

function itemAt(list: HTMLElement, y: number): Element | undefined {
  return [...list.children].find((child) => {
    const box = child.getBoundingClientRect();
    return box.top <= y && y <= box.bottom;
  });
}

function isBelow(y: number, element: Element): boolean {
  const box = element.getBoundingClientRect();
  return y > box.top + box.height / 2;
}

/** The first goes no further up and the last no further down, wherever the server said so before. */
function closeEnds(list: HTMLElement): void {
  for (const button of list.querySelectorAll<HTMLButtonElement>('button[name="direction"]')) {
    const item = itemOf(list, button);
    const end = button.value === "up" ? list.firstElementChild : list.lastElementChild;
    button.disabled = item === end;
  }
}

function announce(list: HTMLElement): void {
  closeEnds(list);
  list.dispatchEvent(new CustomEvent("reordered", { bubbles: true }));
}

attach("order", order);
