import { expect, test, vi } from "vitest";
import { offerBack } from "./back";

test("whoever came from a page goes back to it", () => {
  const back = vi.fn();
  vi.stubGlobal("history", { length: 2, back });
  document.body.innerHTML = "<button data-back hidden></button>";
  const button = document.querySelector("button") as HTMLButtonElement;

  offerBack(document);
  button.click();

  expect(button.hidden).toBe(false);
  expect(back).toHaveBeenCalledOnce();
});

test("whoever came from nowhere is offered no way back", () => {
  vi.stubGlobal("history", { length: 1 });
  document.body.innerHTML = "<button data-back hidden></button>";

  offerBack(document);

  expect(document.querySelector("button")?.hidden).toBe(true);
});
