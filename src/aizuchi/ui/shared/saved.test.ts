import { beforeEach, expect, test, vi } from "vitest";
import { report, showSaved } from "./saved";

showSaved(document);

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 5, 18, 10, 4) });
  document.body.innerHTML = `<output data-saved>
    <span data-state="saved" hidden>saved <small data-saved-at></small></span>
    <span data-state="saving" hidden>saving</span>
    <span data-state="waiting" hidden>waiting</span>
  </output>`;
  for (const source of ["form", "notes"]) report(source, "none");
});

function shown(): string[] {
  return [...document.querySelectorAll<HTMLElement>("[data-state]")]
    .filter((words) => !words.hidden)
    .map((words) => words.textContent ?? "");
}

test("nothing is said before anything was typed", () => {
  expect(shown()).toEqual([]);
});

test("what is safe says since when", () => {
  report("form", "saved");

  expect(shown()).toEqual(["saved 10:04"]);
});

test("one part that waits outweighs others that are safe", () => {
  report("form", "saved");
  report("notes", "waiting");

  expect(shown()).toEqual(["waiting"]);
});

test("it is safe again only once every part is", () => {
  report("form", "saving");
  report("notes", "saving");
  report("notes", "saved");
  expect(shown()).toEqual(["saving"]);

  report("form", "saved");

  expect(shown()).toEqual(["saved 10:04"]);
});
