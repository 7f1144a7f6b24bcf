import { beforeEach, expect, test } from "vitest";
import { guardLeaving } from "./leaving";

guardLeaving(document);

beforeEach(() => {
  document.body.innerHTML = "<form data-guard><input></form>";
});

function isAskedOnLeaving(): boolean {
  const leaving = new Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

function type(): void {
  document.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
}

test("nobody is asked who typed nothing", () => {
  expect(isAskedOnLeaving()).toBe(false);
});

test("somebody who typed is asked", () => {
  type();

  expect(isAskedOnLeaving()).toBe(true);
});

test("sending is no reason to ask", () => {
  type();
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }));

  expect(isAskedOnLeaving()).toBe(false);
});

test("a form that has left the page is forgotten", () => {
  type();
  document.body.innerHTML = "";

  expect(isAskedOnLeaving()).toBe(false);
});
