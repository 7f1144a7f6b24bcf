import { beforeEach, expect, test, vi } from "vitest";

const REPLY = { thread: "t-1", turn: 1, by: "藤代", about: "忙しい", text: "もう少し聞かせてください" };
const box = vi.hoisted(() => ({
  fetchBoard: vi.fn(),
  prepare: vi.fn(),
  keepReplies: vi.fn(),
  listReplies: vi.fn(),
  isAnswered: vi.fn(),
  isDropped: vi.fn(),
  findSaid: vi.fn(),
  wasAnswered: vi.fn(),
  signAnswer: vi.fn(),
  sendFromGroup: vi.fn(),
  markAnswered: vi.fn(),
}));
vi.mock("./sealed_answer", () => box);

beforeEach(() => {
  vi.useFakeTimers();
  for (const one of Object.values(box)) one.mockReset();
  box.fetchBoard.mockResolvedValue(["sealed"]);
  box.prepare.mockResolvedValue(false);
  box.keepReplies.mockResolvedValue(undefined);
  box.signAnswer.mockImplementation((_own, reply, text) => Promise.resolve({ ...reply, text }));
  box.sendFromGroup.mockResolvedValue(undefined);
});

async function open(): Promise<HTMLElement> {
  document.body.innerHTML = `
    <section data-island="reply_boards" hidden>
      <div data-board="b-1" data-asking="surveys" data-own="r-1" data-crossed="2026-12-01" data-right="r-2" data-group="g"
        data-window="w-2" data-until="2999-12-31" data-size="12288">
        <ul data-threads></ul>
        <div data-send hidden><button data-reply-send></button><p data-problem="empty" hidden></p></div>
        <p data-waiting-board hidden></p>
      </div>
      <template data-thread><li><p data-about></p><p data-by></p><p data-text></p>
        <div data-answer><textarea></textarea><p data-traces hidden><b data-found></b></p></div>
        <p data-when="taken" hidden></p><p data-when="waiting" hidden></p><p data-when="late" hidden></p>
        <p data-when="dropped" hidden></p><p data-said hidden></p></li></template>
    </section>`;
  vi.resetModules();
  await import("./reply_boards");
  await vi.advanceTimersByTimeAsync(1_000);
  await vi.waitFor(() => expect(box.listReplies).toHaveBeenCalled());
  await vi.advanceTimersByTimeAsync(10);
  return document.querySelector("section") as HTMLElement;
}

test("who wrote nothing sees nothing, and has asked for the same", async () => {
  box.listReplies.mockReturnValue([]);
  const section = await open();

  expect(section.hidden).toBe(true);
  expect(box.fetchBoard).toHaveBeenCalledTimes(1);
  expect(box.prepare).toHaveBeenCalledTimes(1);
});

test("nothing is tried before everything was asked for", async () => {
  let answer: (value: boolean) => void = () => undefined;
  box.prepare.mockReturnValue(new Promise((resolve) => (answer = resolve as typeof answer)));
  box.listReplies.mockReturnValue([REPLY]);
  box.keepReplies.mockImplementation(() => {
    expect(box.prepare).toHaveBeenCalled();
    return Promise.resolve();
  });
  const opened = open();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(box.keepReplies).not.toHaveBeenCalled();
  answer(false);
  await opened;
  expect(box.keepReplies).toHaveBeenCalledTimes(1);
});

test("whoever wrote it reads the reply here, is told what gives them away, and answers", async () => {
  box.listReplies.mockReturnValue([REPLY]);
  const section = await open();
  expect(section.hidden).toBe(false);
  expect(section.querySelector("[data-text]")?.textContent).toBe(REPLY.text);
  const field = section.querySelector("textarea") as HTMLTextAreaElement;
  field.value = "先週からです";
  field.dispatchEvent(new Event("input"));
  expect(section.querySelector("[data-found]")?.textContent).toContain("先週");

  box.isAnswered.mockReturnValue(true);
  box.findSaid.mockReturnValue({ state: "waiting", text: "先週からです", right: "r-2" });
  section.querySelector<HTMLElement>("[data-reply-send]")?.click();
  expect(section.querySelector<HTMLButtonElement>("[data-reply-send]")?.disabled).toBe(true);
  await vi.waitFor(() => expect(section.querySelector<HTMLElement>("[data-waiting-board]")?.hidden).toBe(false));

  const [entitled, text, size] = box.sendFromGroup.mock.calls[0] as [unknown, string, number];
  expect(entitled).toMatchObject({ asking: "surveys", right: "r-2", mentor: "g", window: "w-2" });
  expect(JSON.parse(text)).toMatchObject({ answers: [{ thread: "t-1", turn: 1, text: "先週からです" }] });
  expect(size).toBe(12288);
  expect(section.querySelector<HTMLElement>("[data-answer]")?.hidden).toBe(true);
});

test("nothing is called sent before the server took it, and what it did not take is given back", async () => {
  box.listReplies.mockReturnValue([REPLY]);
  box.isAnswered.mockReturnValue(true);
  box.wasAnswered.mockReturnValue(true);
  const section = await open();
  const hear = (state: string, text: string): (string | undefined)[] => {
    box.findSaid.mockReturnValue({ state, text, right: "r-2" });
    document.dispatchEvent(new CustomEvent("aizuchi:voice", { detail: { right: "r-2", code: "" } }));
    const shown = [...section.querySelectorAll<HTMLElement>("[data-when]:not([hidden])")].map(
      (one) => one.dataset.when,
    );
    return [...shown, section.querySelector("[data-said]:not([hidden])")?.textContent];
  };

  expect(hear("waiting", "先週からです")).toEqual(["waiting", "先週からです"]);
  expect(hear("late", "先週からです")).toEqual(["late", "先週からです"]);
  expect(hear("taken", "")).toEqual(["taken", undefined]);
  box.isAnswered.mockReturnValue(false);
  box.wasAnswered.mockReturnValue(false);
  hear("refused", "先週からです");
  expect(section.querySelector("textarea")?.value).toBe("先週からです");
});

test("an answer that nobody was shown is told here, instead of that it was given", async () => {
  box.listReplies.mockReturnValue([REPLY]);
  box.isAnswered.mockReturnValue(true);
  box.isDropped.mockReturnValue(true);
  const section = await open();
  const isHidden = (state: string): boolean =>
    section.querySelector(`[data-when=${state}]`)?.hasAttribute("hidden") ?? true;

  expect([isHidden("taken"), isHidden("dropped")]).toEqual([true, false]);
});
