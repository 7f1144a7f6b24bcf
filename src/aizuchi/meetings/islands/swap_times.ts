/** Cells that hold a time: one dragged onto another swaps the two. By keyboard the times themselves are typed. */
import { attach } from "#ui/attach";

export function swapTimes(table: HTMLElement): undefined {
  let dragged: HTMLElement | null = null;
  table.addEventListener("dragstart", (event) => {
    dragged = cellOf(event.target);
    event.dataTransfer?.setData("text/plain", "");
  });
  table.addEventListener("dragover", (event) => {
    const cell = cellOf(event.target);
    if (dragged && cell && cell !== dragged) event.preventDefault();
  });
  table.addEventListener("drop", (event) => {
    const cell = cellOf(event.target);
    if (!dragged || !cell || cell === dragged) return;
    event.preventDefault();
    const [one, other] = [inputOf(dragged), inputOf(cell)];
    [one.value, other.value] = [other.value, one.value];
    other.dispatchEvent(new Event("change", { bubbles: true }));
  });
  table.addEventListener("dragend", () => {
    dragged = null;
  });
}

function cellOf(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>("[draggable]");
}

function inputOf(cell: HTMLElement): HTMLInputElement {
  return cell.querySelector("input") as HTMLInputElement;
}

attach("swap_times", swapTimes);
