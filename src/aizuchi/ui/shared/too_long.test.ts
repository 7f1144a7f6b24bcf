import { beforeEach, expect, test } from "vitest";
import { keepWhole, tellWhatWasCut } from "#ui/too_long";

beforeEach(() => {
  document.body.innerHTML = `<div id="toasts"></div><template data-say="cut"><p>Cut.</p></template>
    <textarea maxlength="5">abc</textarea><input>`;
});
tellWhatWasCut(document);
keepWhole(document);

function insert(selector: string, data: string, more: InputEventInit = {}): string {
  const field = document.querySelector(selector) as HTMLElement;
  field.dispatchEvent(new InputEvent("beforeinput", { bubbles: true, inputType: "insertFromPaste", data, ...more }));
  return document.getElementById("toasts")?.textContent ?? "";
}

test("what does not fit is said", () => {
  expect(insert("textarea", "def")).toBe("Cut.");
});

test("what fits is not", () => {
  expect(insert("textarea", "de")).toBe("");
});

test("what takes the place of the selection fits", () => {
  (document.querySelector("textarea") as HTMLTextAreaElement).setSelectionRange(0, 3);

  expect(insert("textarea", "defgh")).toBe("");
});

test("an input method is still at it", () => {
  expect(insert("textarea", "def", { isComposing: true })).toBe("");
});

test("a field without an end takes everything", () => {
  expect(insert("input", "d".repeat(9999))).toBe("");
});

test("taking away is no question of room", () => {
  expect(insert("textarea", "def", { inputType: "deleteContentBackward" })).toBe("");
});

test("where words are kept whole the field takes all, says how much is too much, and is not sent until it fits", () => {
  document.body.innerHTML = `<template data-say="too-long"><p data-too-long><b data-longest></b>/<b data-over></b></p></template>
    <form data-whole><textarea maxlength="5"></textarea></form><textarea maxlength="5"></textarea>`;
  const [whole, other] = document.querySelectorAll("textarea") as unknown as [HTMLTextAreaElement, HTMLTextAreaElement];
  const type = (field: HTMLTextAreaElement, value: string): boolean => {
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return field.validity.customError;
  };

  expect(type(whole, "abcdefgh")).toBe(true);
  expect(whole.value).toBe("abcdefgh");
  expect(document.querySelector("[data-too-long]")?.textContent).toBe("5/3");
  expect(type(whole, "abcde")).toBe(false);
  expect(document.querySelector<HTMLElement>("[data-too-long]")?.hidden).toBe(true);
  expect(type(other, "abcdefgh")).toBe(false);
  expect(other.maxLength).toBe(5);
});
