import { beforeEach, expect, test } from "vitest";
import { weekGrid } from "./week_grid";

let table: HTMLElement;

beforeEach(() => {
  const row = (time: string) =>
    `<tr><th>${time}</th>${["mon", "tue", "wed"].map((day) => `<td><label><input type="checkbox" name="${day}-${time}"><span></span></label></td>`).join("")}</tr>`;
  document.body.innerHTML = `<table data-drag><tr><td></td></tr>${row("9")}${row("10")}</table>`;
  table = document.querySelector("table") as HTMLElement;
  box("tue-9").disabled = true;
  weekGrid(table);
});

function box(name: string): HTMLInputElement {
  return table.querySelector(`[name="${name}"]`) as HTMLInputElement;
}

function press(name: string, key: string): void {
  box(name).focus();
  box(name).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}

function point(kind: string, name: string): void {
  const event = new MouseEvent(kind, { bubbles: true, cancelable: true, button: 0 });
  Object.defineProperty(event, "pointerType", { value: "mouse" });
  box(name).dispatchEvent(event);
}

test("arrow keys go from cell to cell, past what cannot be chosen", () => {
  press("mon-9", "ArrowRight");
  expect(document.activeElement).toBe(box("wed-9"));
  press("wed-9", "ArrowDown");
  expect(document.activeElement).toBe(box("wed-10"));
});

test("the edge is the end", () => {
  press("mon-10", "ArrowDown");
  expect(document.activeElement).toBe(box("mon-10"));
});

test("only one cell can be reached with Tab", () => {
  box("wed-10").focus();

  const stops = [...table.querySelectorAll("input")].filter((one) => one.tabIndex === 0);

  expect(stops).toEqual([box("wed-10")]);
});

test("a mouse ticks every cell it is drawn over", () => {
  point("pointerdown", "mon-9");
  point("pointerover", "mon-10");
  point("pointerover", "tue-10");
  point("pointerup", "tue-10");

  expect(["mon-9", "mon-10", "tue-10", "wed-10"].map((name) => box(name).checked)).toEqual([true, true, true, false]);
});

test("a press on one cell is an ordinary press", () => {
  point("pointerdown", "mon-9");
  point("pointerup", "mon-9");

  expect(box("mon-9").checked).toBe(false);
});
