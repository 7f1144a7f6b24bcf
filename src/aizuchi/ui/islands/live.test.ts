import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow } from "./live";

class Socket {
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static opened: Socket[] = [];
  static get latest(): Socket {
    return Socket.opened.at(-1) as Socket;
  }
  readyState = 0;
  sent: string[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: ((event: { code: number; reason: string }) => void) | null;
  constructor(readonly address: string) {
    Socket.opened.push(this);
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  breaks(code = 1006, reason = ""): void {
    this.readyState = Socket.CLOSED;
    this.onclose?.({ code, reason });
  }
  send(words: string): void {
    this.sent.push(words);
  }
  close(): void {
    this.breaks(1000);
  }
}

const heard: string[] = [];
let letGo: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  Socket.opened = [];
  document.body.innerHTML = `
    <p id="live" data-topic="meeting:1" data-me="aoi">
      <span data-state="together" hidden>both</span><span data-state="alone" hidden>alone</span><span data-state="lost" hidden>lost</span>
    </p>
    <div hx-trigger="live:agenda from:body"><textarea></textarea><input type="checkbox"></div>
    <div hx-trigger="live:todos from:body, click"></div>`;
  for (const part of ["agenda", "todos"]) document.body.addEventListener(`live:${part}`, hear);
  letGo = follow(document.getElementById("live") as HTMLElement);
  Socket.latest.open();
});

afterEach(() => {
  letGo();
  heard.length = 0;
});

function hear(event: Event): void {
  heard.push(event.type);
}

function shown(): string {
  return [...document.querySelectorAll<HTMLElement>("#live > :not([hidden])")].map((words) => words.textContent).join();
}

test("what changed over there is looked at here", () => {
  Socket.latest.says({ parts: ["agenda", "todos"] });

  expect(heard).toEqual(["live:agenda", "live:todos"]);
});

test("it follows the topic it was given, on the address of the page", () => {
  expect(Socket.latest.address).toBe(`ws://${location.host}/ws/live/meeting:1`);
});

test("a part somebody writes in waits until they leave it", () => {
  document.querySelector("textarea")?.focus();
  Socket.latest.says({ parts: ["agenda", "todos"] });
  expect(heard).toEqual(["live:todos"]);

  document.querySelector("textarea")?.blur();
  vi.runOnlyPendingTimers();

  expect(heard).toEqual(["live:todos", "live:agenda"]);
});

test("ticking a box is not writing", () => {
  document.querySelector<HTMLElement>("input")?.focus();

  Socket.latest.says({ parts: ["agenda"] });

  expect(heard).toEqual(["live:agenda"]);
});

test("it says whether the other is here", () => {
  Socket.latest.says({ who: [{ id: "aoi", name: "Aoi" }] });
  expect(shown()).toBe("alone");

  Socket.latest.says({ who: [{ id: "aoi" }, { id: "takumi", name: "Takumi" }] });

  expect(shown()).toBe("both");
});

test("a lost connection is said, found again, and everything is looked at once", () => {
  Socket.latest.breaks();
  expect(shown()).toBe("lost");

  vi.advanceTimersByTime(500);
  Socket.latest.open();

  expect(Socket.opened).toHaveLength(2);
  expect(heard).toEqual(["live:agenda", "live:todos"]);
});

test("a line that no longer answers is called lost within ten seconds", () => {
  Socket.latest.says({ who: [{ id: "aoi" }, { id: "takumi", name: "Takumi" }] });

  vi.advanceTimersByTime(10_000);

  expect(shown()).toBe("lost");
});

test("a line that answers stays", () => {
  Socket.latest.says({ who: [{ id: "aoi" }, { id: "takumi", name: "Takumi" }] });

  for (let i = 0; i < 5; i++) {
    vi.advanceTimersByTime(5_000);
    Socket.latest.says({});
  }

  expect([shown(), Socket.opened.length, Socket.latest.sent]).toEqual(["both", 1, ["?", "?", "?", "?", "?"]]);
});

test("without a network nobody is said to be here", () => {
  Socket.latest.says({ who: [{ id: "aoi" }, { id: "takumi", name: "Takumi" }] });

  window.dispatchEvent(new Event("offline"));

  expect(shown()).toBe("lost");
});

test("each attempt waits longer, and never for ever", () => {
  for (let i = 0; i < 10; i++) {
    Socket.latest.breaks();
    vi.advanceTimersByTime(15_000);
  }

  expect(Socket.opened).toHaveLength(11);
});

test("a network that comes back is used at once", () => {
  Socket.latest.breaks();

  window.dispatchEvent(new Event("online"));

  expect(Socket.opened).toHaveLength(2);
});

test.each([4401, 4404])("a refusal (%i) is final", (code) => {
  Socket.latest.breaks(code);
  vi.advanceTimersByTime(60_000);

  expect(Socket.opened).toHaveLength(1);
});

test("another key of the same session is tried before anybody is told to sign in", () => {
  Socket.latest.says({ who: [] });
  Socket.latest.breaks(4401);
  expect(Socket.opened).toHaveLength(2);

  Socket.latest.open();
  Socket.latest.breaks(4401);
  vi.advanceTimersByTime(60_000);

  expect(Socket.opened).toHaveLength(2);
});

test("whoever was signed out elsewhere is told why", () => {
  document.body.insertAdjacentHTML(
    "beforeend",
    `<div id="toasts"></div><template data-say="signed-out-role"><p>role</p></template>`,
  );

  Socket.latest.breaks(4401, "role");

  expect(document.getElementById("toasts")?.textContent).toBe("role");
});

test("once they are signed in again it goes on, and looks at what it missed", () => {
  Socket.latest.breaks(4401);
  window.dispatchEvent(new Event("online"));
  document.dispatchEvent(new CustomEvent("aizuchi:back"));

  Socket.latest.open();

  expect(heard).toEqual(["live:agenda", "live:todos"]);
});

test("somebody who may not follow it is not let in by another sign-in", () => {
  Socket.latest.breaks(4404);

  document.dispatchEvent(new CustomEvent("aizuchi:back"));

  expect(Socket.opened).toHaveLength(1);
});

test("what has left the page follows nothing", () => {
  letGo();
  vi.advanceTimersByTime(60_000);

  expect(Socket.opened).toHaveLength(1);
});
