import { beforeEach, expect, test, vi } from "vitest";
import { waitForWholeDates } from "./dates";

const saved = vi.fn();
waitForWholeDates(document);

beforeEach(() => {
  saved.mockClear();
  document.body.innerHTML = '<form><input type="date"><input type="text"></form>';
  document.querySelector("form")?.addEventListener("change", saved);
});

function field(type: string): HTMLInputElement {
  return document.querySelector(`[type=${type}]`) as HTMLInputElement;
}

function tell(type: string, event: Event): void {
  field(type).dispatchEvent(event);
}

function type(key: string): void {
  tell("date", new KeyboardEvent("keydown", { key, bubbles: true }));
  tell("date", new Event("change", { bubbles: true }));
}

test("a date that is typed is said once, when its field is left", () => {
  for (const digit of "2026") type(digit);
  expect(saved).not.toHaveBeenCalled();

  tell("date", new FocusEvent("focusout", { bubbles: true }));
  tell("date", new FocusEvent("focusout", { bubbles: true }));

  expect(saved).toHaveBeenCalledOnce();
});

test("a date that is typed is said with Enter", () => {
  type("2");

  tell("date", new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));

  expect(saved).toHaveBeenCalledOnce();
});

test("a date that is chosen from the calendar is said at once", () => {
  type("2");
  tell("date", new Event("pointerdown", { bubbles: true }));
  expect(saved).toHaveBeenCalledOnce();

  tell("date", new Event("change", { bubbles: true }));

  expect(saved).toHaveBeenCalledTimes(2);
});

test("a field that was left as it was says nothing, and other fields speak at once", () => {
  tell("date", new KeyboardEvent("keydown", { key: "Tab", bubbles: true }));
  tell("date", new FocusEvent("focusout", { bubbles: true }));
  expect(saved).not.toHaveBeenCalled();

  tell("text", new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  tell("text", new Event("change", { bubbles: true }));

  expect(saved).toHaveBeenCalledOnce();
});
