import { beforeEach, expect, test, vi } from "vitest";
import { swapTimes } from "./swap_times";

let table: HTMLElement;
const onChange = vi.fn();

beforeEach(() => {
  onChange.mockClear();
  const cell = (time: string) => `<td><div draggable="true"><input value="${time}"></div></td>`;
  document.body.innerHTML = `<table><tr>${cell("09:00")}${cell("09:30")}</tr></table>`;
  table = document.querySelector("table") as HTMLElement;
  table.addEventListener("change", onChange);
  swapTimes(table);
});

function times(): string[] {
  return [...table.querySelectorAll("input")].map((input) => input.value);
}

function drag(kind: string, place: number): void {
  const cell = table.querySelectorAll("[draggable]")[place] as HTMLElement;
  cell.dispatchEvent(new Event(kind, { bubbles: true, cancelable: true }));
}

test("a time dropped on another swaps with it, and the plan is looked at again", () => {
  drag("dragstart", 0);
  drag("drop", 1);

  expect(times()).toEqual(["09:30", "09:00"]);
  expect(onChange).toHaveBeenCalledOnce();
});

test("a time dropped where it was stays", () => {
  drag("dragstart", 0);
  drag("drop", 0);

  expect(times()).toEqual(["09:00", "09:30"]);
  expect(onChange).not.toHaveBeenCalled();
});

test("what comes from elsewhere changes nothing", () => {
  drag("drop", 1);

  expect(times()).toEqual(["09:00", "09:30"]);
});
