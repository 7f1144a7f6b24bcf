import { expect, test } from "vitest";
import { showKeptBoxes } from "#ui/boxes";

document.body.innerHTML = `<section>
  <input id="kept" type="checkbox" hx-post="/add" checked>
  <input id="taken-off" type="checkbox" hx-post="/add">
  <form hx-post="/all"><input id="of-a-form" type="checkbox"></form>
</section>`;
showKeptBoxes(document);

function box(id: string): HTMLInputElement {
  return document.getElementById(id) as HTMLInputElement;
}

test("what was pressed twice shows what was kept", () => {
  for (const id of ["kept", "taken-off", "of-a-form"]) box(id).click();

  document.querySelector("section")?.dispatchEvent(new Event("htmx:after:settle", { bubbles: true }));

  expect(["kept", "taken-off"].map((id) => box(id).checked)).toEqual([true, false]);
});

test("what is still being filled in is left alone", () => {
  expect(box("of-a-form").checked).toBe(true);
});
