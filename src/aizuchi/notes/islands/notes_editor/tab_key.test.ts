import { expect, test, vi } from "vitest";
import { TabKey } from "./tab_key";

const press = (tab: TabKey, ...keys: string[]): void => {
  for (const key of keys) tab.hear(new KeyboardEvent("keydown", { key }));
};

test("who only passes through changes nothing", () => {
  const tab = new TabKey(vi.fn());

  press(tab, "Tab", "Shift", "Tab");

  expect(tab.isOurs).toBe(false);
});

test("who writes, moves or presses in the note moves lines", () => {
  for (const begin of [
    (tab: TabKey) => press(tab, "a"),
    (tab: TabKey) => press(tab, "ArrowDown"),
    (tab: TabKey) => tab.pressed(),
  ]) {
    const tab = new TabKey(vi.fn());
    begin(tab);
    press(tab, "Tab");
    expect(tab.isOurs).toBe(true);
  }
});

test("after Escape it leaves, backwards too, until somebody writes again", () => {
  const tab = new TabKey(vi.fn());
  press(tab, "a", "Escape", "Shift", "Tab");
  expect(tab.isOurs).toBe(false);

  press(tab, "b");

  expect(tab.isOurs).toBe(true);
});

test("how to leave is told once a visit", () => {
  const onTaken = vi.fn();
  const tab = new TabKey(onTaken);
  tab.taken();
  tab.taken();
  expect(onTaken).toHaveBeenCalledOnce();

  tab.blurred(document.createElement("div"));
  tab.taken();

  expect(onTaken).toHaveBeenCalledTimes(2);
});

test("a look at another window is no leaving", () => {
  document.body.innerHTML = "<input>";
  const field = document.querySelector("input") as HTMLInputElement;
  field.focus();
  const tab = new TabKey(vi.fn());
  tab.pressed();

  tab.blurred(field);

  expect(tab.isOurs).toBe(true);
});
