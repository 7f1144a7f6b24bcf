import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { showWaiting } from "./waiting";

showWaiting(document);

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<template data-busy>one moment</template>
    <form hx-post="/x/" id="swapping"><input><button class="button">Send</button></form><section id="part"></section>
    <form id="plain"><button class="button">Send</button></form>
    <form data-autosave hx-post="/y/" id="saving"><button class="button">Send</button></form>`;
  document.getElementById("plain")?.addEventListener("submit", () => undefined);
});

afterEach(() => vi.useRealTimers());

function of(id: string): Element {
  return document.getElementById(id) as Element;
}

function request(id: string): () => void {
  const ctx = { sourceElement: of(id), target: of("part") };
  const tell = (name: string) => of(id).dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { ctx } }));
  tell("htmx:before:request");
  return () => tell("htmx:finally:request");
}

function busy(): string[] {
  return [...document.querySelectorAll("[aria-busy=true]")].map((part) => part.id || (part.textContent ?? ""));
}

test("a slow swap is told by the button and the part that will change", () => {
  const end = request("swapping");
  expect(busy()).toEqual([]);

  vi.advanceTimersByTime(300);
  expect(busy()).toEqual(["Sendone moment", "part"]);

  end();
  expect(busy()).toEqual([]);
  expect(document.querySelector("#swapping button")?.textContent).toBe("Send");
});

test("what is answered at once shows nothing", () => {
  request("swapping")();

  vi.advanceTimersByTime(1_000);

  expect(busy()).toEqual([]);
});

test("whoever types sees the part busy and no button", () => {
  document.querySelector<HTMLElement>("#swapping input")?.focus();
  request("swapping");

  vi.advanceTimersByTime(300);

  expect(busy()).toEqual(["part"]);
});

test("a form that loads a page is told too, and lets go when it answered with a file", () => {
  of("plain").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

  vi.advanceTimersByTime(300);
  expect(busy()).toEqual(["Sendone moment"]);

  vi.advanceTimersByTime(20_000);
  expect(busy()).toEqual([]);
});

test("what saves by itself has words of its own", () => {
  request("saving");

  vi.advanceTimersByTime(1_000);

  expect(busy()).toEqual([]);
});
