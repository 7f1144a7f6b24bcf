import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { csrfToken, followRequests, headersOf } from "./requests";

const SENTENCES = ["offline", "refused", "failed", "signed-out"]
  .map((n) => `<template data-say="${n}"><p>${n}</p></template>`)
  .join("");

const again = vi.fn();
followRequests(document, again);

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

function sentWith(method: string): Record<string, string> {
  const request = { method, headers: {} as Record<string, string> };
  announce("htmx:config:request", { request });
  return request.headers;
}

test("a change carries the token of the page", () => {
  expect(sentWith("POST")).toEqual({ "X-CSRFToken": "from-the-page" });
});

test("the cookie's token goes before the page's", () => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is the cookie that Django sets
  document.cookie = "csrftoken=from-the-cookie";

  expect(sentWith("POST")).toEqual({ "X-CSRFToken": "from-the-cookie" });
});

test("over https the cookie has a longer name", () => {
  const page = { cookie: "theme=dark; __Host-csrftoken=from-the-cookie", querySelector: () => null };

  expect(csrfToken(page as unknown as Document)).toBe("from-the-cookie");
});

test("what a form carries of an earlier session gives way to the cookie's", () => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is the cookie that Django sets
  document.cookie = "csrftoken=since-signing-in-again";
  const bodies = [new URLSearchParams("csrfmiddlewaretoken=old&text=mine"), new URLSearchParams("text=mine")];
  for (const body of bodies) announce("htmx:before:request", { request: { method: "POST", headers: {}, body } });

  expect(bodies.map(String)).toEqual(["csrfmiddlewaretoken=since-signing-in-again&text=mine", "text=mine"]);
});

test("and so it does where the form is sent by the browser itself", () => {
  // biome-ignore lint/suspicious/noDocumentCookie: this is the cookie that Django sets
  document.cookie = "csrftoken=since-signing-in-again";
  const form = document.forms[0] as HTMLFormElement;
  form.innerHTML = '<input type="hidden" name="csrfmiddlewaretoken" value="old">';
  form.addEventListener("submit", (event) => event.preventDefault());
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

  expect(form.querySelector("input")?.value).toBe("since-signing-in-again");
});

test("everything says whose page asks", () => {
  document.head.insertAdjacentHTML("beforeend", '<meta name="viewer" content="aoi">');

  expect(sentWith("GET")).toEqual({ "X-Viewer": "aoi" });
  expect(headersOf(document)).toEqual({ "X-CSRFToken": "from-the-page", "X-Viewer": "aoi" });
});

test("reading carries none", () => {
  expect(sentWith("GET")).toEqual({});
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

test("what did not get through can be tried again, and the sentence waits for that", () => {
  document.body.innerHTML = `<template data-say="offline"><p>offline <button data-again>Try again</button></p></template>
    <div id="toasts"></div><form><input value="typed"></form>`;
  const source = document.querySelector("form");
  announce("htmx:error", { sourceElement: source, request: { method: "POST", action: "/x/" } });
  vi.advanceTimersByTime(60_000);
  expect(said()).toEqual(["offline"]);

  document.querySelector<HTMLElement>("[data-again]")?.click();

  expect(again).toHaveBeenCalledExactlyOnceWith("POST", "/x/", source);
  expect(said()).toEqual([]);
  expect(document.querySelector("input")?.value).toBe("typed");
});

test("once it got through by itself nothing is left to try", () => {
  document.body.innerHTML = `<template data-say="failed"><p>failed <button data-again>Try again</button></p></template>
    <div id="toasts"></div><form></form>`;
  const sourceElement = document.querySelector("form");
  const request = { method: "GET", action: "/x/" };
  announce("htmx:response:error", { sourceElement, request, response: { status: 503 } });
  expect(said()).toEqual(["failed"]);

  announce("htmx:after:request", { sourceElement, request, response: { status: 200 } });

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

function send(body: URLSearchParams, form: HTMLFormElement | null = null): void {
  const sourceElement = document.forms[0];
  announce("htmx:before:request", { sourceElement, request: { method: "POST", headers: {}, body, form } });
}

test("what waited for an answer goes out with the version that came with it", () => {
  const body = new URLSearchParams("text=more&version=4");
  document.forms[0]?.insertAdjacentHTML("beforeend", '<input type="hidden" name="version" value="5">');

  send(body);
  expect(body.toString()).toBe("text=more&version=5");

  const pressed = new URLSearchParams("version=3");
  send(pressed, document.forms[0]);
  expect(pressed.toString()).toBe("version=5");
});

test("what has no version gets none", () => {
  const body = new URLSearchParams("text=new");
  document.forms[0]?.insertAdjacentHTML("beforeend", '<input type="hidden" name="version" value="1">');

  send(body);

  expect(body.toString()).toBe("text=new");
});
