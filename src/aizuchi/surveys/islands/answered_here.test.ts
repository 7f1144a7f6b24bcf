import { expect, test, vi } from "vitest";
import { mark } from "../../anonymous_answers/islands/sealed_answer/marks";

test("a survey that this browser answered is not offered again as if it had not", async () => {
  mark({ right: "r1", mentor: "g", window: "w", until: "2199-12-31" });
  document.body.innerHTML = `<ul data-island="answered_here">${["r1", "r2"]
    .map((right) => `<li data-right="${right}"><p data-when-answered hidden></p><a data-to-answer></a></li>`)
    .join("")}</ul>`;
  vi.resetModules();
  await import("./answered_here");

  const isHidden = (what: string): boolean[] =>
    [...document.querySelectorAll<HTMLElement>(what)].map((part) => part.hasAttribute("hidden"));
  await vi.waitFor(() => expect(isHidden("[data-to-answer]")).toEqual([true, false]));
  expect(isHidden("[data-when-answered]")).toEqual([false, true]);
});
