import { beforeEach, expect, test, vi } from "vitest";

const box = vi.hoisted(() => ({ prepare: vi.fn() }));
vi.mock("../../anonymous_answers/islands/sealed_answer", () => box);

const fetched = vi.fn();

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  fetched.mockReset().mockResolvedValue(undefined);
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("requestIdleCallback", (act: () => void) => act());
  box.prepare.mockReset().mockResolvedValue(undefined);
  document.body.innerHTML = `<section data-island="feedback_cards" hidden>${card("r1")}${card("r2")}</section>`;
});

function card(right: string): string {
  return `<li data-right="${right}" data-until="2030-12-06"><a href="/feedback/${right}/">…</a><button data-voice-skip>no</button></li>`;
}

async function open(): Promise<void> {
  vi.resetModules();
  await import("./feedback_cards");
  await vi.waitFor(() => expect(box.prepare).toHaveBeenCalledTimes(2));
  box.prepare.mockClear();
}

function answered(right: string): void {
  localStorage.setItem(`aizuchi:voice:answered:${right}`, "2030-12-06");
}

function shown(): string[] {
  const section = document.querySelector("section") as HTMLElement;
  const cards = section.hidden ? [] : [...section.querySelectorAll<HTMLElement>("li:not([hidden])")];
  return cards.map(({ dataset }) => dataset.right ?? "");
}

test("whoever may answer is invited", async () => {
  await open();

  expect(shown()).toEqual(["r1", "r2"]);
});

test("this browser leaves out what it answered", async () => {
  answered("r1");

  await open();

  expect(shown()).toEqual(["r2"]);
});

test("not this time takes the card away, here and only here", async () => {
  await open();
  for (const button of document.querySelectorAll<HTMLElement>("[data-voice-skip]")) button.click();
  expect(shown()).toEqual([]);

  await open();

  expect(shown()).toEqual([]);
});

test("the pages are fetched once a session whether or not somebody answered, so that a visit tells nothing", async () => {
  answered("r1");
  await open();
  await open();

  expect(fetched.mock.calls.map(([address]) => new URL(address).pathname)).toEqual(["/feedback/r1/", "/feedback/r2/"]);
});
