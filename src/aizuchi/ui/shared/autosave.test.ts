import { beforeEach, expect, test, vi } from "vitest";
import { autosave, type Resend } from "./autosave";
import { report } from "./saved";
import { BACK } from "./who";

vi.mock("#ui/saved", () => ({ report: vi.fn() }));

const resend = vi.fn<Resend>();
let visibility = "visible";
Object.defineProperty(document, "visibilityState", { get: () => visibility });
autosave(document, resend);

beforeEach(() => {
  vi.useFakeTimers();
  visibility = "visible";
  document.body.innerHTML = `<form data-autosave hx-post="/prepare/"><input name="comment"></form>
    <form hx-post="/other/" id="other"><input></form>`;
  send(200);
  vi.clearAllMocks();
});

function form(): Element {
  return document.querySelector("form") as Element;
}

function type(): void {
  document.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
}

interface Sent {
  sourceElement: Element;
  request: { method: string; action: string; keepalive?: boolean };
  response?: { status: number };
}

function send(status: number | "lost", from: Element = form()): Sent {
  const ctx: Sent = { sourceElement: from, request: { method: "POST", action: "/prepare/" } };
  const announce = (name: string) => from.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { ctx } }));
  announce("htmx:before:request");
  if (status === "lost") announce("htmx:error");
  else {
    ctx.response = { status };
    announce("htmx:after:request");
  }
  announce("htmx:finally:request");
  return ctx;
}

function reported(): string[] {
  return vi.mocked(report).mock.calls.map(([, state]) => state);
}

test("what is on its way is being saved, then it is safe", () => {
  type();
  send(200);

  expect(reported()).toEqual(["saving", "saved"]);
});

test("what the server could not take waits, and is sent again by itself", () => {
  type();
  send(503);
  expect(reported()).toEqual(["saving", "waiting"]);

  vi.advanceTimersByTime(2_000);

  expect(resend).toHaveBeenCalledExactlyOnceWith("POST", "/prepare/", form());
});

test("what was lost on the way leaves as soon as the connection is back", () => {
  type();
  send("lost");

  window.dispatchEvent(new Event("online"));

  expect(resend).toHaveBeenCalledOnce();
});

test("what was refused while nobody was signed in leaves as soon as they are back", () => {
  type();
  send(401);

  document.dispatchEvent(new Event(BACK));

  expect(resend).toHaveBeenCalledExactlyOnceWith("POST", "/prepare/", form());
});

test("each failure waits longer, so that a tired server is left in peace", () => {
  send(503);
  vi.advanceTimersByTime(2_000);
  send(503);

  vi.advanceTimersByTime(2_000);

  expect(resend).toHaveBeenCalledOnce();
});

test("what was refused is not sent again, and is not called safe", () => {
  type();
  send(422);
  vi.advanceTimersByTime(100_000);

  expect(resend).not.toHaveBeenCalled();
  expect(reported()).toEqual(["saving", "none"]);
});

test("what was typed while saving is not called safe yet", () => {
  type();
  const ctx: Sent = { sourceElement: form(), request: { method: "POST", action: "/prepare/" } };
  form().dispatchEvent(new CustomEvent("htmx:before:request", { bubbles: true, detail: { ctx } }));
  type();
  ctx.response = { status: 200 };
  form().dispatchEvent(new CustomEvent("htmx:after:request", { bubbles: true, detail: { ctx } }));
  form().dispatchEvent(new CustomEvent("htmx:finally:request", { bubbles: true, detail: { ctx } }));

  expect(reported()).toEqual(["saving", "none"]);
});

test("the last words leave with the page", () => {
  type();
  visibility = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));

  expect(resend).toHaveBeenCalledExactlyOnceWith("POST", "/prepare/", form());
  expect(send(200).request.keepalive).toBe(true);
});

test("somebody who leaves while something waits is asked", () => {
  type();
  send("lost");
  const leaving = new Event("beforeunload", { cancelable: true });

  window.dispatchEvent(leaving);

  expect(leaving.defaultPrevented).toBe(true);
});

test("somebody who leaves when all is safe is not asked", () => {
  type();
  send(200);
  const leaving = new Event("beforeunload", { cancelable: true });

  window.dispatchEvent(leaving);

  expect(leaving.defaultPrevented).toBe(false);
});

test("other forms are none of its business", () => {
  send(500, document.querySelector("#other") as Element);

  expect(report).not.toHaveBeenCalled();
});

test("what met an ended session waits until they have signed in again", () => {
  type();
  send(401);

  vi.advanceTimersByTime(60_000);

  expect(resend).toHaveBeenCalledExactlyOnceWith("POST", "/prepare/", form());
});
