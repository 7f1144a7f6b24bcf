import { expect, test } from "vitest";
import { clearAfter } from "./clear_after";

function answered(status: number): HTMLInputElement {
  document.body.innerHTML =
    '<div><input name="csrf" type="hidden" value="t"><input value="新人の育て方"><button></button></div>';
  const element = document.querySelector("div") as HTMLElement;
  clearAfter(element);
  const detail = { ctx: { response: { status } } };
  element.querySelector("button")?.dispatchEvent(new CustomEvent("htmx:after:request", { bubbles: true, detail }));
  return element.querySelector("input:not([type=hidden])") as HTMLInputElement;
}

test("is empty and ready for the next once it was taken", () => {
  const line = answered(204);

  expect(line.value).toBe("");
  expect(document.activeElement).toBe(line);
});

test.each([401, 422, 500])("keeps the words when the answer is %i", (status) => {
  expect(answered(status).value).toBe("新人の育て方");
});
