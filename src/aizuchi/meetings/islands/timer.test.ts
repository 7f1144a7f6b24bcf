import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clock, runTimer } from "./timer";

let element: HTMLElement;

function open(attributes: string): void {
  document.body.innerHTML = `<div ${attributes} data-minutes="30"><circle data-ring></circle><span data-clock>0:00</span></div>`;
  element = document.querySelector("div") as HTMLElement;
}

function shown(): string | null | undefined {
  return element.querySelector("[data-clock]")?.textContent;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([
  [0, "0:00"],
  [59.9, "0:59"],
  [754, "12:34"],
  [3661, "61:01"],
  [-5, "0:00"],
])("%i seconds read %s", (seconds, words) => {
  expect(clock(seconds)).toBe(words);
});

test("goes on from what the server said", () => {
  open('data-elapsed="750"');
  runTimer(element);

  vi.advanceTimersByTime(4_000);

  expect(shown()).toBe("12:34");
  expect(element.querySelector("[data-ring]")?.getAttribute("stroke-dasharray")).toBe("41.9 100");
});

test("the ring is full once the time is over, and the clock goes on", () => {
  open('data-elapsed="1900"');
  runTimer(element);

  expect(shown()).toBe("31:40");
  expect(element.querySelector("[data-ring]")?.getAttribute("stroke-dasharray")).toBe("100.0 100");
});

test("stands still before and after the talk", () => {
  open("");
  runTimer(element);

  vi.advanceTimersByTime(5_000);

  expect(shown()).toBe("0:00");
});

test("believes the server anew when the page is refreshed", () => {
  open('data-elapsed="10"');
  runTimer(element);
  vi.advanceTimersByTime(3_000);

  element.dataset.elapsed = "100";
  vi.advanceTimersByTime(2_000);

  expect(shown()).toBe("1:41");
});

test("stops with its element", () => {
  open('data-elapsed="0"');
  const stop = runTimer(element);

  stop?.();
  vi.advanceTimersByTime(5_000);

  expect(shown()).toBe("0:00");
});
