import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Close } from "./frames";
import { StateLine } from "./state_line";

const STATES = ["saving", "saved", "slow", "kept", "away", "signed-out", "gone", "destroyed", "too-big", "full"];
const open = { isOpen: true, isSynced: true, isSaved: true, ended: 0 };
let element: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  element = document.createElement("div");
  element.innerHTML = STATES.map((state) => `<p data-state="${state}" hidden></p>`).join("");
});

afterEach(() => {
  vi.useRealTimers();
});

function shown(): (string | undefined)[] {
  return [...element.querySelectorAll<HTMLElement>("[data-state]:not([hidden])")].map((p) => p.dataset.state);
}

test("says nothing as long as nobody wrote", () => {
  new StateLine(element, () => true).look(open);

  expect(shown()).toEqual([]);
});

test("goes from saving to saved", () => {
  const line = new StateLine(element, () => true);

  line.look({ ...open, isSaved: false });
  expect(shown()).toEqual(["saving"]);
  line.look(open);
  expect(shown()).toEqual(["saved"]);
});

test("owns up to a disk that takes its time", () => {
  new StateLine(element, () => true).look({ ...open, isSaved: false });

  vi.advanceTimersByTime(6_000);

  expect(shown()).toEqual(["slow"]);
});

test.each([
  [true, "kept"],
  [false, "away"],
])("tells whether words stay here while the line is cut (%s)", (areKept, state) => {
  new StateLine(element, () => areKept).look({ ...open, isOpen: false });

  vi.advanceTimersByTime(3_000);

  expect(shown()).toEqual([state]);
});

test.each([
  [Close.SIGNED_OUT, "signed-out"],
  [Close.NOT_FOUND, "gone"],
  [Close.DESTROYED, "destroyed"],
  [Close.TOO_BIG, "too-big"],
  [Close.FULL, "full"],
])("tells why it ended (%i)", (ended, state) => {
  new StateLine(element, () => true).look({ ...open, isOpen: false, ended });

  expect(shown()).toEqual([state]);
});
