import { expect, test, vi } from "vitest";
import { printPage } from "./print_page";

test("prints the page with what is folded laid open, and folds it again", () => {
  const print = vi.fn();
  vi.stubGlobal("print", print);
  document.body.innerHTML = `<main><button hidden></button><details id="a"></details><details id="b" open></details></main>`;
  const button = document.querySelector("button") as HTMLElement;
  const folds = (): boolean[] => [...document.querySelectorAll("details")].map((one) => one.open);
  printPage(button);
  button.click();
  expect(print).toHaveBeenCalledTimes(1);

  dispatchEvent(new Event("beforeprint"));
  expect(folds()).toEqual([true, true]);
  dispatchEvent(new Event("afterprint"));
  expect(folds()).toEqual([false, true]);
});
