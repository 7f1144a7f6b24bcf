import { beforeEach, expect, test, vi } from "vitest";

const showNotification = vi.fn();
const openWindow = vi.fn();
let worker: EventTarget;

beforeEach(async () => {
  showNotification.mockReset().mockResolvedValue(undefined);
  openWindow.mockReset().mockResolvedValue(undefined);
  worker = Object.assign(new EventTarget(), {
    registration: { showNotification },
    clients: { openWindow },
    location: { origin: "https://aizuchi.example.jp" },
  });
  vi.stubGlobal("self", worker);
  vi.resetModules();
  await import("./push_worker");
});

/** What the browser has to wait for before it may put the worker to sleep. */
function happen(name: string, more: object): unknown[] {
  const waits: unknown[] = [];
  worker.dispatchEvent(Object.assign(new Event(name), more, { waitUntil: (work: unknown) => waits.push(work) }));
  return waits;
}

function press(address: unknown): { close: () => void; waits: unknown[] } {
  const close = vi.fn();
  const waits = happen("notificationclick", { notification: { close, data: address } });
  return { close, waits };
}

test("what is pushed is shown, and the browser stays awake until it is", () => {
  const pushed = { title: "Aizuchi", body: "Something waits for you", url: "/notices/", tag: "n1" };

  const waits = happen("push", { data: { json: () => pushed } });

  expect(showNotification).toHaveBeenCalledWith("Aizuchi", { body: pushed.body, tag: "n1", data: "/notices/" });
  expect(waits).toHaveLength(1);
});

test("a push without words shows nothing", () => {
  expect(happen("push", { data: null })).toEqual([]);
  expect(showNotification).not.toHaveBeenCalled();
});

test.each([
  ["/meetings/1/", "/meetings/1/"],
  ["https://aizuchi.example.jp/notices/", "https://aizuchi.example.jp/notices/"],
  [undefined, "/"],
])("a press on %s closes the notice and opens %s", (address, opened) => {
  const { close, waits } = press(address);

  expect(close).toHaveBeenCalled();
  expect(openWindow).toHaveBeenCalledWith(opened);
  expect(waits).toHaveLength(1);
});

test.each(["https://elsewhere.example/", "//elsewhere.example/", "http://aizuchi.example.jp/", "javascript:alert(1)"])(
  "a press never leads away from here: %s",
  (address) => {
    const { close } = press(address);

    expect(close).toHaveBeenCalled();
    expect(openWindow).not.toHaveBeenCalled();
  },
);
