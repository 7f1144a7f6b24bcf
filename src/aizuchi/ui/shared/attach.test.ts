import { afterEach, expect, test, vi } from "vitest";
import { attach } from "./attach";

afterEach(() => {
  document.body.innerHTML = "";
});

function swapIn(html: string): void {
  document.body.innerHTML = html;
  document.body.dispatchEvent(new Event("htmx:after:process", { bubbles: true }));
}

test("brings what is on the page to life, once", () => {
  document.body.innerHTML = '<p data-island="one other"></p><p data-island="another"></p>';
  const bring = vi.fn(() => undefined);

  attach("one", bring);
  document.body.dispatchEvent(new Event("htmx:after:process", { bubbles: true }));

  expect(bring).toHaveBeenCalledExactlyOnceWith(document.querySelector("p"));
});

test("brings what a swap delivers to life", () => {
  const bring = vi.fn(() => undefined);
  attach("two", bring);

  swapIn('<p data-island="two"></p>');

  expect(bring).toHaveBeenCalledOnce();
});

test("lets go of what has left the page", () => {
  const detach = vi.fn();
  document.body.innerHTML = '<p data-island="three"></p>';
  attach("three", () => detach);

  swapIn("<p>something else</p>");

  expect(detach).toHaveBeenCalledOnce();
});
