import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isMarked, mark } from "./marks";
import { post, startPosting, stopPosting } from "./post";

const MINUTE = 60_000;
const UNTIL = "2999-12-31";
const heard: unknown[] = [];
let sent: { address: string; options: RequestInit }[];
let status: number | "offline";

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sent = [];
  status = 204;
  vi.stubGlobal("fetch", async (address: string, options: RequestInit) => {
    sent.push({ address, options });
    if (status === "offline") throw new TypeError("offline");
    return new Response(null, { status });
  });
  document.addEventListener("aizuchi:voice", hear);
  startPosting();
});

afterEach(() => {
  stopPosting();
  document.removeEventListener("aizuchi:voice", hear);
  heard.length = 0;
  vi.useRealTimers();
});

function hear(event: Event): void {
  heard.push((event as CustomEvent).detail);
}

test("an answer leaves within ten minutes, not at once", async () => {
  post({ right: "r", body: "box", until: UNTIL });

  await vi.advanceTimersByTimeAsync(29_000);
  expect(sent).toHaveLength(0);

  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(sent).toHaveLength(1);
  expect(heard).toEqual([{ right: "r", code: "taken" }]);
});

test("nothing that says who sends it goes along", async () => {
  post({ right: "r", body: "box", until: UNTIL });
  await vi.advanceTimersByTimeAsync(10 * MINUTE);

  expect(sent[0]?.address).toBe("/feedback/");
  expect(sent[0]?.options).toMatchObject({
    credentials: "omit",
    referrerPolicy: "no-referrer",
    body: "box",
  });
});

test("the moment is another one each time", () => {
  const due = Array.from({ length: 20 }, () => {
    localStorage.clear();
    post({ right: "r", body: "box", until: UNTIL });
    return JSON.parse(localStorage.getItem("aizuchi:voice:outgoing") ?? "[]")[0].due as number;
  });

  expect(new Set(due).size).toBeGreaterThan(15);
});

test("what was not sent leaves on the next visit, again after a random while and not beside its first requests", async () => {
  post({ right: "r", body: "box", until: UNTIL });
  stopPosting();
  await vi.advanceTimersByTimeAsync(60 * MINUTE);

  startPosting();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(sent).toHaveLength(0);

  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(sent).toHaveLength(1);
});

test("a computer that slept past the moment draws another one when it wakes", async () => {
  post({ right: "r", body: "box", until: UNTIL });
  vi.setSystemTime(Date.now() + 60 * MINUTE);
  await vi.runOnlyPendingTimersAsync();
  expect(sent).toHaveLength(0);

  await vi.advanceTimersByTimeAsync(10 * MINUTE);

  expect(sent).toHaveLength(1);
});

test.each([0, 1, 30])("leaving, reloading or going back does not send it, %i minutes later", async (minutes) => {
  post({ right: "r", body: "box", until: UNTIL });
  stopPosting();
  await vi.advanceTimersByTimeAsync(minutes * MINUTE);
  startPosting();

  dispatchEvent(new Event("pagehide"));

  expect(sent).toHaveLength(0);
});

test("in the last three days leaving sends it, and it stays until somebody said it arrived", async () => {
  vi.setSystemTime(new Date(2026, 5, 18, 23, 59));
  post({ right: "r", body: "box", until: "2026-06-21" });
  dispatchEvent(new Event("pagehide"));
  expect(sent).toHaveLength(0);

  vi.setSystemTime(new Date(2026, 5, 19, 0, 1));
  dispatchEvent(new Event("pagehide"));
  expect(sent[0]?.options).toMatchObject({ keepalive: true, credentials: "omit" });

  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(sent.map(({ options }) => options.body)).toEqual(["box", "box"]);
  expect(localStorage.getItem("aizuchi:voice:outgoing")).toBeNull();
});

test("going on to another page of ours does not send it along", () => {
  document.body.innerHTML = '<a href="/">Home</a>';
  post({ right: "r", body: "box", until: "2000-01-01" });

  document.querySelector("a")?.addEventListener("click", (event) => event.preventDefault());
  document.querySelector("a")?.click();
  dispatchEvent(new Event("pagehide"));

  expect(sent).toHaveLength(0);
});

test("without a network it is tried again", async () => {
  status = "offline";
  post({ right: "r", body: "box", until: UNTIL });
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(sent.length).toBeGreaterThan(0);
  expect(heard).toEqual([]);

  status = 204;
  await vi.advanceTimersByTimeAsync(2 * MINUTE);

  expect(heard).toEqual([{ right: "r", code: "taken" }]);
});

test.each([
  [410, "closed"],
  [409, "used"],
  [422, "refused"],
])("what the server says with %i is said once, as %s", async (answer, code) => {
  status = answer as number;
  post({ right: "r", body: "box", until: UNTIL });
  await vi.advanceTimersByTimeAsync(20 * MINUTE);

  expect(sent).toHaveLength(1);
  expect(heard).toEqual([{ right: "r", code }]);
});

test("after a refusal one may answer again", async () => {
  mark({ right: "r", mentor: "m", window: "w", until: "2999-01-01" });
  status = 422;
  post({ right: "r", body: "box", until: UNTIL });
  await vi.advanceTimersByTimeAsync(10 * MINUTE);

  expect(isMarked("r")).toBe(false);
});

test("a clock that was set back holds nothing back", async () => {
  post({ right: "r", body: "box", until: UNTIL });
  stopPosting();
  vi.setSystemTime(Date.now() - 365 * 24 * 60 * MINUTE);

  startPosting();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);

  expect(sent).toHaveLength(1);
});

test.each([
  [undefined, "/feedback/"],
  ["surveys", "/surveys/answers/"],
])("an answer for %s arrives at its own address", async (asking, address) => {
  post({ right: "r", body: "box", until: UNTIL, asking });
  await vi.advanceTimersByTimeAsync(10 * MINUTE);

  expect(sent[0]?.address).toBe(address);
});
