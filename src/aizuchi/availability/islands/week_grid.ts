/**
 * A table whose cells hold one box each: the arrow keys go from cell to cell, so that Tab leaves the table, and with
 * data-drag a mouse ticks every cell it is drawn over. By touch each cell is tapped, so that the page can be scrolled.
 * Without a script they are ordinary boxes.
 */
import { attach } from "#ui/attach";

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function weekGrid(table: HTMLElement): undefined {
  leaveOneTabStop(table, boxes(table)[0]);
  table.addEventListener("focusin", (event) => leaveOneTabStop(table, boxOf(event.target)));
  table.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const box = boxOf(event.target);
    const next = step && box ? find(table, box, step) : undefined;
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  if ("drag" in table.dataset) {
    table.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) draw(table, event);
    });
  }
}

function draw(table: HTMLElement, down: PointerEvent): void {
  const first = boxOf(down.target);
  if (!first) return;
  const isTicked = !first.checked;
  let hasLeft = false;
  const stop = new AbortController();
  const over = (event: Event): void => {
    const box = boxOf(event.target);
    if (!box || (box === first && !hasLeft) || !table.contains(box)) return;
    hasLeft = true;
    first.checked = isTicked;
    box.checked = isTicked;
  };
  const end = (): void => {
    stop.abort();
    // The press that ends a drawing over several cells is no press of the first one.
    if (hasLeft) table.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    setTimeout(() => table.dispatchEvent(new Event("change", { bubbles: true })));
  };
  document.addEventListener("pointerover", over, { signal: stop.signal });
  document.addEventListener("pointerup", end, { signal: stop.signal });
  document.addEventListener("pointercancel", end, { signal: stop.signal });
  down.preventDefault();
  first.focus();
}

function find(
  table: HTMLElement,
  box: HTMLInputElement,
  [down, across]: readonly [number, number],
): HTMLInputElement | undefined {
  const rows = [...table.querySelectorAll("tr")];
  const cell = box.closest("td");
  let row = rows.indexOf(cell?.parentElement as HTMLTableRowElement);
  let column = [...(rows[row]?.children ?? [])].indexOf(cell as Element);
  for (;;) {
    row += down;
    column += across;
    const there = rows[row]?.children[column];
    if (!there) return undefined;
    const found = there.querySelector<HTMLInputElement>("input:not(:disabled)");
    if (found) return found;
  }
}

function leaveOneTabStop(table: HTMLElement, stop: HTMLInputElement | null | undefined): void {
  if (!stop) return;
  for (const box of boxes(table)) box.tabIndex = box === stop ? 0 : -1;
}

function boxes(table: HTMLElement): HTMLInputElement[] {
  return [...table.querySelectorAll<HTMLInputElement>("td input")];
}

function boxOf(target: EventTarget | null): HTMLInputElement | null {
  return (target as Element).closest("td")?.querySelector<HTMLInputElement>("input:not(:disabled)") ?? null;
}

attach("week_grid", weekGrid);
