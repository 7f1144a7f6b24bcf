import { beforeEach, expect, test, vi } from "vitest";
import { order } from "./order";

let list: HTMLElement;
const onReordered = vi.fn();

beforeEach(() => {
  onReordered.mockClear();
  window.scrollBy = vi.fn();
  document.body.innerHTML = `<ol>${["あ", "い", "う"].map((name) => `<li><button data-grip>${name}</button></li>`).join("")}</ol>`;
  list = document.querySelector("ol") as HTMLElement;
  for (const item of list.children) {
    item.getBoundingClientRect = () => {
      const top = [...list.children].indexOf(item) * 100;
      return { top, bottom: top + 100, height: 100 } as DOMRect;
    };
  }
  list.addEventListener("reordered", onReordered);
  order(list);
});

function grip(name: string): HTMLElement {
  return [...list.querySelectorAll<HTMLElement>("[data-grip]")].find((one) => one.textContent === name) as HTMLElement;
}

function names(): string {
  return list.textContent ?? "";
}

function point(kind: string, name: string, clientY: number): void {
  grip(name).dispatchEvent(new MouseEvent(kind, { bubbles: true, clientY, button: 0 }));
}

test("arrow keys move an item, and the focus goes along", () => {
  grip("う").focus();
  grip("う").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));

  expect(names()).toBe("あうい");
  expect(document.activeElement).toBe(grip("う"));
  expect(onReordered).toHaveBeenCalledOnce();
});

test("the first one goes no further up", () => {
  grip("あ").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));

  expect(names()).toBe("あいう");
  expect(onReordered).not.toHaveBeenCalled();
});

test("an item is dragged past another", () => {
  point("pointerdown", "あ", 50);
  point("pointermove", "あ", 180);
  point("pointerup", "あ", 180);

  expect(names()).toBe("いあう");
  expect(onReordered).toHaveBeenCalledOnce();
});

test("a press without moving is only a press", () => {
  point("pointerdown", "あ", 50);
  point("pointermove", "あ", 53);
  point("pointerup", "あ", 53);

  expect(names()).toBe("あいう");
  expect(onReordered).not.toHaveBeenCalled();
});

test("after a drag the first goes no further up and the last no further down", () => {
  for (const item of list.children) {
    for (const value of ["up", "down"]) {
      const isAtEnd = item === (value === "up" ? list.firstElementChild : list.lastElementChild);
      item.insertAdjacentHTML(
        "beforeend",
        `<button name="direction" value="${value}"${isAtEnd ? " disabled" : ""}></button>`,
      );
    }
  }

  point("pointerdown", "あ", 50);
  point("pointermove", "あ", 280);
  point("pointerup", "あ", 280);

  const closed = [...list.querySelectorAll<HTMLButtonElement>("button:disabled")];
  expect(closed.map((button) => [button.parentElement?.textContent, button.value])).toEqual([
    ["い", "up"],
    ["あ", "down"],
  ]);
});
