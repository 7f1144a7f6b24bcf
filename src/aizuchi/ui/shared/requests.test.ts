import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followRequests } from "./requests";

const SENTENCES = ["offline", "refused", "failed", "signed-out"]
  .map((n) => `<template data-say="${n}"><p>${n}</p></template>`)
  .join("");

followRequests(document);

beforeEach(() => {
  vi.useFakeTimers();
  document.head.innerHTML = '<meta name="csrf-token" content="from-the-page">';
  document.body.innerHTML = `${SENTENCES}<div id="toasts" role="status"></div><form></form>`;
});

afterEach(() => {
  vi.useRealTimers();
  // biome-ignore lint/suspicious/noDocumentCookie: this is the cookie that Django sets
  document.cookie = "csrftoken=; max-age=0";
});

function announce(name: string, ctx: object): void {
  document.querySelector("form")?.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { ctx } }));
}

function said(): (string | undefined)[] {
  return [...document.querySelectorAll<HTMLElement>("#toasts > *")].map((toast) => toast.dataset.said);
}

function headersOf(method: string): Record<string, string> {
  const request = { method, headers: {} as Record<string, string> };
  announce("htmx:config:request", { request });
  return request.headers;
}

test("a change carries the token of the page", () => {
  expect(headersOf("POST")).toEqual({ "X-CSRFToken": "from-the-page" });
});

test("the cookie's token goes before the page's", () => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is the cookie that Django sets
  document.cookie = "csrftoken=from-the-cookie";

  expect(headersOf("POST")).toEqual({ "X-CSRFToken": "from-the-cookie" });
});

test("reading carries none", () => {
  expect(headersOf("GET")).toEqual({});
});

test.each([
  [500, ["failed"]],
  [404, ["failed"]],
  [403, ["refused"]],
  [401, ["signed-out"]],
  [422, []],
  [409, []],
])("an answer %i says %j", (status, sentences) => {
  announce("htmx:response:error", { response: { status } });

  expect(said()).toEqual(sentences);
});

test("a lost connection is said once and goes by itself", () => {
  announce("htmx:error", {});
  announce("htmx:error", {});
  expect(said()).toEqual(["offline"]);

  vi.advanceTimersByTime(10_000);

  expect(said()).toEqual([]);
});

test("what is sent again by itself is no news when the page tells so anyway", () => {
  document.querySelector("form")?.setAttribute("data-autosave", "");
  document.body.insertAdjacentHTML("beforeend", "<output data-saved></output>");

  announce("htmx:error", {});
  announce("htmx:response:error", { response: { status: 503 } });
  expect(said()).toEqual([]);

  announce("htmx:response:error", { response: { status: 404 } });
  expect(said()).toEqual(["failed"]);
});
