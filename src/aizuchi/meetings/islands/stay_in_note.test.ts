import { afterEach, beforeEach, expect, test } from "vitest";
import { stayInNote } from "./stay_in_note";

let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = `
    <section id="sheet"><div class="note-slot" id="slot-1"><textarea></textarea></div></section><input>`;
  stop = stayInNote();
});
afterEach(() => stop());

/** What a refresh does to a sheet that was ticked off: the same slot in a folded element. */
function fold(): HTMLDetailsElement {
  document.dispatchEvent(new Event("htmx:before:swap"));
  const sheet = document.createElement("details");
  const slot = document.getElementById("slot-1") as HTMLElement;
  document.getElementById("sheet")?.replaceWith(sheet);
  sheet.append(slot);
  document.dispatchEvent(new Event("htmx:after:swap"));
  return sheet;
}

test("whoever is writing goes on in the same place", () => {
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  field.focus();

  expect(fold().open).toBe(true);
  expect(document.activeElement).toBe(field);
});

test("a sheet in which nobody writes stays folded", () => {
  document.querySelector<HTMLElement>("input")?.focus();

  expect(fold().open).toBe(false);
});
