import { beforeEach, expect, test, vi } from "vitest";
import { fadeMessages, say } from "./say";

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<template data-say="offline"><div>no connection</div></template>
    <div id="toasts"><div data-fades>saved <button>undo</button></div><div>stays</div></div>`;
});

function shown(): string[] {
  return [...document.querySelectorAll("#toasts > *")].map((toast) => toast.textContent?.trim() ?? "");
}

test("a sentence the page does not know says nothing", () => {
  say("unknown");

  expect(shown()).toEqual(["saved undo", "stays"]);
});

test("the server's messages go by themselves when they may", () => {
  fadeMessages(document);

  vi.advanceTimersByTime(8_000);

  expect(shown()).toEqual(["stays"]);
});

test("a message stays while somebody is in it", () => {
  fadeMessages(document);
  document.querySelector("button")?.focus();
  vi.advanceTimersByTime(20_000);
  expect(shown()).toEqual(["saved undo", "stays"]);

  document.querySelector("button")?.blur();
  vi.advanceTimersByTime(8_000);

  expect(shown()).toEqual(["stays"]);
});
