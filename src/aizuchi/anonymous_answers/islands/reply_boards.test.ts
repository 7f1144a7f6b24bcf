import { beforeEach, expect, test, vi } from "vitest";

const REPLY = { thread: "t-1", turn: 1, by: "藤代", about: "忙しい", text: "もう少し聞かせてください" };
const box = vi.hoisted(() => ({
  fetchBoard: vi.fn(),
  prepare: vi.fn(),
  keepReplies: vi.fn(),
  listReplies: vi.fn(),
  isAnswered: vi.fn(),
  isDropped: vi.fn(),
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
        <p data-thanks hidden></p>
      </div>
      <template data-thread><li><p data-about></p><p data-by></p><p data-text></p>
        <div data-answer><textarea></textarea><p data-traces hidden><b data-found></b></p></div>
        <p data-answered hidden></p><p data-dropped hidden></p></li></template>
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
  section.querySelector<HTMLElement>("[data-reply-send]")?.click();
  await vi.waitFor(() => expect(section.querySelector<HTMLElement>("[data-thanks]")?.hidden).toBe(false));

  const [entitled, text, size] = box.sendFromGroup.mock.calls[0] as [unknown, string, number];
  expect(entitled).toMatchObject({ asking: "surveys", right: "r-2", mentor: "g", window: "w-2" });
  expect(JSON.parse(text)).toMatchObject({ answers: [{ thread: "t-1", turn: 1, text: "先週からです" }] });
  expect(size).toBe(12288);
  expect(section.querySelector<HTMLElement>("[data-answer]")?.hidden).toBe(true);
});

test("an answer that nobody was shown is told here, instead of that it was given", async () => {
  box.listReplies.mockReturnValue([REPLY]);
  box.isAnswered.mockReturnValue(true);
  box.isDropped.mockReturnValue(true);
  const section = await open();
  const isHidden = (what: string): boolean => section.querySelector(what)?.hasAttribute("hidden") ?? true;

  expect([isHidden("[data-answered]"), isHidden("[data-dropped]")]).toEqual([true, false]);
});
