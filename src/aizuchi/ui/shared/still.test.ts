import { beforeEach, expect, test } from "vitest";
import { standStill } from "./still";

const isUsed = (): boolean => document.documentElement.hasAttribute("data-used");

beforeEach(() => {
  document.documentElement.removeAttribute("data-used");
  standStill(document);
});

test("a page that was only opened stands still", () => {
  document.dispatchEvent(new Event("focusin"));

  expect(isUsed()).toBe(false);
});

test.each(["pointermove", "pointerdown", "keydown"])("it may move after the first %s", (sign) => {
  document.body.dispatchEvent(new Event(sign, { bubbles: true }));

  expect(isUsed()).toBe(true);
});
