import { expect, test } from "vitest";
import { showCurrentTabs } from "#ui/tabs";

function draw(html: string): HTMLElement {
  document.body.innerHTML = `<nav class="tabs">${html}</nav>`;
  return document.querySelector(".tabs") as HTMLElement;
}

function lay(element: HTMLElement | null, left: number, width: number): void {
  if (element) element.getBoundingClientRect = () => ({ left, width }) as DOMRect;
}

test("the current tab lies in the middle of its row", () => {
  const row = draw(`<a href="/a">A</a><a href="/b" aria-current="page">B</a>`);
  lay(row, 0, 390);
  lay(row.querySelector("[aria-current]"), 600, 100);

  showCurrentTabs(document);

  expect(row.scrollLeft).toBe(650 - 195);
});

test("a row without a current tab stays where it is", () => {
  const row = draw(`<a href="/a">A</a>`);

  showCurrentTabs(document);

  expect(row.scrollLeft).toBe(0);
});
