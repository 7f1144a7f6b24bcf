import { beforeEach, expect, test, vi } from "vitest";

const box = vi.hoisted(() => ({ prepare: vi.fn() }));
vi.mock("../../anonymous_answers/islands/sealed_answer", () => box);

beforeEach(() => {
  localStorage.clear();
  box.prepare.mockReset().mockResolvedValue(false);
  vi.useFakeTimers();
});

async function open(lines: string): Promise<HTMLElement> {
  document.body.innerHTML = `<section data-island="survey_cards"><ul>${lines}</ul></section>`;
  vi.resetModules();
  await import("./survey_cards");
  await vi.runAllTimersAsync();
  return document.querySelector("section") as HTMLElement;
}

const UNNAMED = '<li data-right="r1" data-group="g" data-window="w" data-until="2199-12-31"></li>';

test("what this browser has answered is not asked again, and a token is fetched all the same", async () => {
  localStorage.setItem("aizuchi:voice:answered:r1", "2199-12-31");
  const section = await open(UNNAMED);

  expect(section.hidden).toBe(true);
  expect(box.prepare).toHaveBeenCalledWith({
    asking: "surveys",
    right: "r1",
    mentor: "g",
    window: "w",
    until: "2199-12-31",
  });
});

test("what is asked by name stays, and fetches nothing", async () => {
  const section = await open("<li></li>");

  expect(section.hidden).toBe(false);
  expect(box.prepare).not.toHaveBeenCalled();
});
