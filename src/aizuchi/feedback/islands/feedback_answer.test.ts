import { beforeEach, expect, test, vi } from "vitest";

const box = vi.hoisted(() => ({ prepare: vi.fn(), sendAnonymously: vi.fn() }));
vi.mock("../../anonymous_answers/islands/sealed_answer", () => box);

const UNTIL = "2030-12-06";
const ANSWERED = "aizuchi:voice:answered:r1";

beforeEach(async () => {
  localStorage.clear();
  vi.stubGlobal("requestIdleCallback", (act: () => void) => act());
  box.prepare.mockReset().mockResolvedValue(false);
  box.sendAnonymously.mockReset().mockResolvedValue(undefined);
  document.body.innerHTML = `
    <div data-island="feedback_answer" data-right="r1" data-mentor="m1" data-window="w1" data-until="${UNTIL}" data-names='["小野寺","森川"]'>
      <h1 id="voice-h" tabindex="-1">…</h1>
      ${["unable", "asking", "sending", "waiting", "offline", "sent", "skipped", "closed"].map(part).join("")}
    </div>
    <button data-voice-send hidden>send</button>`;
});

function part(state: string): string {
  const questions = `
    <p data-second hidden>once is enough</p>
    <fieldset data-cell data-topic="t1" data-response="e1">
      <input type="radio" name="met-1" value="4" data-met><input type="radio" name="moved-1" value="5" data-moved>
    </fieldset>
    <textarea maxlength="200"></textarea><p data-traces hidden><b data-traces-found></b></p>
    <button data-voice-skip>not this time</button>
    <p data-problem="empty" hidden>e</p><p data-problem="traces" hidden>t</p>
    <p data-problem="elsewhere" hidden>e</p><p data-problem="offline" hidden>o</p><p data-problem="keys_differ" hidden>k</p><p data-problem="failed" hidden>f</p>`;
  const inside = { asking: questions, skipped: "<button data-ask-again>after all</button>" }[state] ?? state;
  return `<div data-state="${state}" ${state === "unable" ? "" : "hidden"}>${inside}</div>`;
}

async function open(): Promise<void> {
  vi.resetModules();
  await import("./feedback_answer");
  await vi.waitFor(() => expect(state()).not.toBe("unable"));
}

function state(): string {
  return [...document.querySelectorAll<HTMLElement>("[data-state]:not([hidden])")].map((p) => p.dataset.state).join();
}

function problem(): string {
  return [...document.querySelectorAll<HTMLElement>("[data-problem]:not([hidden])")]
    .map((p) => p.dataset.problem)
    .join();
}

function press(what: string): void {
  document.querySelector<HTMLElement>(what)?.click();
}

function tapBoth(): void {
  press("[data-met]");
  press("[data-moved]");
}

function write(line: string): void {
  const area = document.querySelector("textarea") as HTMLTextAreaElement;
  area.value = line;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

test("what was tapped is handed over to be sealed, and nothing else", async () => {
  await open();
  tapBoth();
  write("助かりました。");

  press("[data-voice-send]");
  await vi.waitFor(() => expect(state()).toBe("waiting"));

  const entitled = { right: "r1", mentor: "m1", window: "w1", until: UNTIL };
  const answers = [{ topic: "t1", response: "e1", met: 4, moved: 5 }];
  expect(box.sendAnonymously).toHaveBeenCalledExactlyOnceWith(entitled, answers, "助かりました。");
});

test("without any answer nothing is sent, and it says what is missing", async () => {
  await open();
  press("[data-met]");

  press("[data-voice-send]");

  expect(problem()).toBe("empty");
  expect(box.sendAnonymously).not.toHaveBeenCalled();
});

test("a name in the line is shown, and sent only when pressed once more", async () => {
  await open();
  tapBoth();
  write("田中さんの件");

  press("[data-voice-send]");
  expect(problem()).toBe("traces");
  expect(document.querySelector("[data-traces-found]")?.textContent).toBe("田中さん");
  expect(box.sendAnonymously).not.toHaveBeenCalled();

  write("小野寺の件");
  press("[data-voice-send]");
  expect(box.sendAnonymously).not.toHaveBeenCalled();
  press("[data-voice-send]");

  await vi.waitFor(() => expect(state()).toBe("waiting"));
});

test.each([
  ["offline", "asking", "offline"],
  ["keys_differ", "asking", "keys_differ"],
  ["too_long", "asking", "failed"],
  ["closed", "closed", ""],
])("when it cannot be sent (%s) the answer stays or the page says why", async (code, shown, told) => {
  box.sendAnonymously.mockRejectedValue(Object.assign(new Error(), { code }));
  await open();
  tapBoth();

  press("[data-voice-send]");

  await vi.waitFor(() => expect(state()).toBe(shown));
  expect(problem()).toBe(told);
  expect(document.querySelectorAll(":checked")).toHaveLength(2);
});

test("without a network it waits, sealed", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  await open();
  tapBoth();

  press("[data-voice-send]");

  await vi.waitFor(() => expect(state()).toBe("offline"));
});

test("when it has arrived the page says so", async () => {
  await open();

  document.dispatchEvent(new CustomEvent("aizuchi:voice", { detail: { right: "r1", code: "taken" } }));

  expect(state()).toBe("sent");
});

test("what another tab answered is not asked here again", async () => {
  await open();
  tapBoth();
  localStorage.setItem(ANSWERED, UNTIL);

  press("[data-voice-send]");

  expect(state()).toBe("sent");
  expect(box.sendAnonymously).not.toHaveBeenCalled();
});

test("the token is fetched whether or not anybody answers", async () => {
  await open();

  await vi.waitFor(() => expect(box.prepare).toHaveBeenCalledOnce());
});

test("an answer that the server refused can be given again", async () => {
  await open();

  document.dispatchEvent(new CustomEvent("aizuchi:voice", { detail: { right: "r1", code: "refused" } }));

  expect(state()).toBe("asking");
  expect(problem()).toBe("failed");
});

test("this browser remembers that it answered", async () => {
  localStorage.setItem(ANSWERED, UNTIL);

  await open();

  expect(state()).toBe("sent");
  expect(document.querySelector<HTMLElement>("[data-voice-send]")?.hidden).toBe(true);
});

test("not this time is a mark in this browser alone, and can be undone", async () => {
  await open();
  press("[data-voice-skip]");
  expect(state()).toBe("skipped");

  await open();
  expect(state()).toBe("skipped");
  press("[data-ask-again]");

  expect(state()).toBe("asking");
  expect(localStorage).toHaveLength(0);
});

test("in a second browser it says that once is enough", async () => {
  box.prepare.mockResolvedValue(true);
  await open();

  await vi.waitFor(() => expect(document.querySelector<HTMLElement>("[data-second]")?.hidden).toBe(false));
});

test("in a third browser it says so before anything is filled in", async () => {
  box.prepare.mockRejectedValue({ code: "elsewhere" });
  await open();

  await vi.waitFor(() => expect(problem()).toBe("elsewhere"));
});
