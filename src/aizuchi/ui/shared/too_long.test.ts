import { beforeEach, expect, test } from "vitest";
import { tellWhatWasCut } from "#ui/too_long";

beforeEach(() => {
  document.body.innerHTML = `<div id="toasts"></div><template data-say="cut"><p>Cut.</p></template>
    <textarea maxlength="5">abc</textarea><input>`;
});
tellWhatWasCut(document);

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
