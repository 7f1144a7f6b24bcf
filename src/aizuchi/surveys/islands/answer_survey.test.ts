import { beforeEach, expect, test, vi } from "vitest";

const SECTIONS = {
  sections: [
    { questions: [{ code: "mood", kind: "scale", steps: ["1", "2", "3"] }] },
    {
      questions: [
        { code: "why", kind: "multiple", steps: [], condition: { question: "mood", operator: "at_most", value: "1" } },
      ],
    },
  ],
};
const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.useFakeTimers();
  fetched.mockReset().mockResolvedValue(new Response());
  vi.stubGlobal("fetch", fetched);
});

async function open(keep = "/keep/"): Promise<void> {
  document.body.innerHTML = `
    <span data-kept hidden></span>
    <form data-island="answer_survey" ${keep && `data-keep="${keep}"`} data-conditions='${JSON.stringify(SECTIONS)}'>
      <section data-section><fieldset data-question="mood" data-kind="scale">
        <input type="radio" name="mood" value="1"><input type="radio" name="mood" value="3"></fieldset></section>
      <section data-section id="second"><fieldset data-question="why" data-kind="multiple">
        <input type="checkbox" name="why" value="a"></fieldset></section>
    </form>`;
  vi.resetModules();
  await import("./answer_survey");
}

function choose(value: string): void {
  document.querySelector<HTMLInputElement>(`[value="${value}"]`)?.click();
}

function second(): HTMLElement {
  return document.querySelector<HTMLElement>("#second") as HTMLElement;
}

test("what is asked only of some is shown once it is asked, its section with it", async () => {
  await open();
  expect(second().hidden).toBe(true);

  choose("1");
  expect(second().hidden).toBe(false);
  choose("3");
  expect(second().hidden).toBe(true);
});

test("several taps are kept by one request, and then it says so", async () => {
  await open();
  choose("1");
  choose("a");
  await vi.runAllTimersAsync();

  expect(fetched).toHaveBeenCalledTimes(1);
  const body = fetched.mock.lastCall?.[1]?.body;
  expect(body instanceof FormData && [...body.entries()]).toEqual([
    ["mood", "1"],
    ["why", "a"],
  ]);
  expect(document.querySelector<HTMLElement>("[data-kept]")?.hidden).toBe(false);
});

test("it does not say kept when the network is away", async () => {
  fetched.mockRejectedValue(new Error("away"));
  await open();
  choose("1");
  await vi.runAllTimersAsync();

  expect(document.querySelector<HTMLElement>("[data-kept]")?.hidden).toBe(true);
});

test("where it is only tried nothing is kept", async () => {
  await open("");
  choose("1");
  await vi.runAllTimersAsync();

  expect(fetched).not.toHaveBeenCalled();
});
