import { beforeEach, expect, test, vi } from "vitest";

const box = vi.hoisted(() => ({ prepare: vi.fn(), sendFromGroup: vi.fn(), startThread: vi.fn() }));
vi.mock("../../anonymous_answers/islands/sealed_answer", () => box);

const SECTIONS = {
  sections: [
    { questions: [{ code: "mood", kind: "scale", steps: ["1", "2", "3"] }] },
    {
      questions: [
        {
          code: "word",
          kind: "long_text",
          steps: [],
          condition: { question: "mood", operator: "at_most", value: "1" },
        },
      ],
    },
  ],
};

beforeEach(() => {
  localStorage.clear();
  box.prepare.mockReset().mockResolvedValue(false);
  box.startThread.mockReset().mockResolvedValue("keys");
  box.sendFromGroup.mockReset().mockResolvedValue(undefined);
});

async function open(until = "2199-12-31"): Promise<void> {
  document.body.innerHTML = `
    <div data-island="anonymous_survey" data-conditions='${JSON.stringify(SECTIONS)}' data-right="r1" data-group="g1"
      data-window="w1" data-until="${until}" data-size="3072">
      <p data-state="unable">unable</p>
      <div data-state="asking" hidden>
        <section data-section><fieldset data-question="mood" data-kind="scale">
          <input type="radio" name="mood" value="1"><input type="radio" name="mood" value="3"></fieldset></section>
        <section data-section><fieldset data-question="word" data-kind="long_text">
          <textarea name="word"></textarea></fieldset></section>
        <p data-problem="empty" hidden></p><p data-problem="offline" hidden></p><p data-problem="failed" hidden></p>
      </div>
      <section data-topic-offer hidden>
        <span data-low='{"mood": ["1"]}' hidden><input type="radio" name="topic" value="t1"></span>
        <span data-low='{"word": ["1"]}' hidden><input type="radio" name="topic" value="t2" checked></span>
      </section>
      ${["sending", "waiting", "sent", "closed"].map((one) => `<p data-state="${one}" hidden></p>`).join("")}
    </div>
    <footer data-state="asking" hidden><button data-survey-send></button></footer>`;
  vi.resetModules();
  await import("./anonymous_survey");
  await vi.waitFor(() => expect(box.prepare).toHaveBeenCalled());
}

function choose(value: string): void {
  document.querySelector<HTMLInputElement>(`[value="${value}"]`)?.click();
}

function write(text: string): void {
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(): void {
  document.querySelector<HTMLElement>("[data-survey-send]")?.click();
}

function shown(what: string): string[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-${what}]:not([hidden])`)].map(
    (one) => one.dataset[what] ?? "",
  );
}

test("what is asked is sealed for the group, and nothing of what is not", async () => {
  await open();
  choose("1");
  write("Too much");
  choose("3");
  press();
  await vi.waitFor(() => expect(shown("state")).toEqual(["waiting"]));

  expect(box.sendFromGroup).toHaveBeenCalledWith(
    { asking: "surveys", right: "r1", mentor: "g1", window: "w1", until: "2199-12-31" },
    JSON.stringify({ mood: "3" }),
    3072,
  );
});

test("what is written leaves with keys of its own, with which it can be replied to", async () => {
  await open();
  choose("1");
  write("Too much");
  press();
  await vi.waitFor(() => expect(shown("state")).toEqual(["waiting"]));

  expect(box.startThread).toHaveBeenCalledWith("r1", "2199-12-31");
  const given = JSON.stringify({ mood: "1", word: "Too much", "word.thread": "keys" });
  expect(box.sendFromGroup).toHaveBeenCalledWith(expect.anything(), given, 3072);
});

test("what was begun is there again in this browser, until it is sent", async () => {
  await open();
  choose("1");
  write("Too much");
  await open();
  expect(document.querySelector<HTMLInputElement>("[value='1']")?.checked).toBe(true);
  expect(document.querySelector("textarea")?.value).toBe("Too much");

  press();
  await vi.waitFor(() => expect(shown("state")).toEqual(["waiting"]));
  expect(Object.keys(localStorage)).toEqual([]);
});

test("a draft goes when the time to answer is over", async () => {
  await open("2001-01-01");
  choose("1");
  await open("2001-01-01");

  expect(document.querySelector<HTMLInputElement>("[value='1']")?.checked).toBe(false);
  expect(Object.keys(localStorage)).toEqual([]);
});

test("nothing leaves where nothing is answered", async () => {
  await open();
  press();

  expect(box.sendFromGroup).not.toHaveBeenCalled();
  expect(shown("problem")).toEqual(["empty"]);
});

test.each([
  ["offline", "asking", "offline"],
  ["odd", "asking", "failed"],
  ["closed", "closed", ""],
  ["answered", "sent", ""],
])("when it cannot be sent, being %s, it says so", async (code, state, problem) => {
  box.sendFromGroup.mockRejectedValue({ code });
  await open();
  choose("3");
  press();
  await vi.waitFor(() => expect(shown("state")).toContain(state));

  expect(shown("problem").join()).toBe(problem);
});

test.each([
  ["1", ["t1"]],
  ["3", []],
])("a topic is offered once it is sent, by what was answered in this browser: %s", async (mood, topics) => {
  await open();
  choose(mood);
  expect(document.querySelector<HTMLElement>("[data-topic-offer]")?.hidden).toBe(true);
  press();
  await vi.waitFor(() => expect(shown("state")).toEqual(["waiting"]));
  expect(document.querySelector<HTMLElement>("[data-topic-offer]")?.hidden).toBe(topics.length === 0);
  const chosen = [...document.querySelectorAll<HTMLInputElement>("[name=topic]:checked:enabled")];
  expect(chosen.map((one) => one.value)).toEqual(topics);
});

test("a third browser shows no questions that could be answered for nothing, but what was begun there", async () => {
  const isHidden = (): boolean => document.querySelector("footer")?.hasAttribute("hidden") ?? true;
  box.prepare.mockRejectedValue(Object.assign(new Error(), { code: "elsewhere" }));
  await open();
  await vi.waitFor(() => expect(isHidden()).toBe(true));

  localStorage.setItem("aizuchi:survey:draft:r1", JSON.stringify({ until: "2199-12-31", fields: [["mood", "1"]] }));
  await open();
  expect(isHidden()).toBe(false);
});
