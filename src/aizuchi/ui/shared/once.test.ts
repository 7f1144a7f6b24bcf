import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sendOnce } from "./once";

sendOnce(document);

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<form hx-post="/x/" id="swapping"></form><form method="post" id="plain"></form>
    <form method="get" id="search"></form><form data-autosave hx-post="/y/" id="saving"></form>`;
});

afterEach(() => vi.useRealTimers());

/** Whether anybody beyond the first listener heard of it. */
function press(id: string): boolean {
  const form = document.getElementById(id) as HTMLFormElement;
  let heard = false;
  form.addEventListener("submit", () => (heard = true), { once: true });
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  return heard;
}

function tell(id: string, name: string): void {
  const source = document.getElementById(id) as Element;
  source.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { ctx: { sourceElement: source } } }));
}

test("a second press waits for the answer to the first", () => {
  expect([press("swapping"), press("swapping")]).toEqual([true, false]);
  tell("swapping", "htmx:before:request");
  vi.advanceTimersByTime(10_000);
  expect(press("swapping")).toBe(false);

  tell("swapping", "htmx:finally:request");
  expect(press("swapping")).toBe(true);
});

test("what was held back before it was sent may be pressed again", () => {
  press("swapping");

  vi.advanceTimersByTime(3_000);
  expect(press("swapping")).toBe(true);
});

test("a plain form may be sent again after a while, in case it answered with a file", () => {
  expect([press("plain"), press("plain")]).toEqual([true, false]);

  vi.advanceTimersByTime(3_000);
  expect(press("plain")).toBe(true);
});

test.each(["search", "saving"])("what looks or saves by itself is left alone: %s", (id) => {
  expect([press(id), press(id)]).toEqual([true, true]);
});
