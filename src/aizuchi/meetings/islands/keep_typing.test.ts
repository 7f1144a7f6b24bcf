import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { borrow, keepTyping } from "./keep_typing";

const KEY = "aizuchi:typed:me:comment";

function open(value = "", seen = "abc"): HTMLTextAreaElement {
  document.body.innerHTML = `
    <textarea id="c" data-key="me:comment" data-seen="seen-c"></textarea><input type="hidden" name="seen-c" value="${seen}">
    <button data-prompt="c" aria-pressed="false"><span>何が楽しみですか。</span></button>`;
  const field = document.querySelector("textarea") as HTMLTextAreaElement;
  field.value = value;
  return field;
}

function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function answer(field: HTMLTextAreaElement, status: number): void {
  field.dispatchEvent(new Event("htmx:before:request", { bubbles: true }));
  const detail = { ctx: { sourceElement: field, response: { status } } };
  document.dispatchEvent(new CustomEvent("htmx:after:request", { detail }));
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

test("keeps what is typed until the server has it", () => {
  const field = open();
  keepTyping(field);

  type(field, "三つの道");
  expect(JSON.parse(localStorage.getItem(KEY) ?? "")).toEqual({ text: "三つの道", seen: "abc" });
  answer(field, 200);

  expect(localStorage.getItem(KEY)).toBeNull();
});

test.each([401, 409, 422, 500, 0])("keeps it when the answer is %i", (status) => {
  const field = open();
  keepTyping(field);

  type(field, "まだ届いていない");
  answer(field, status);

  expect(localStorage.getItem(KEY)).not.toBeNull();
});

test("keeps what was typed while an answer was on its way", () => {
  const field = open();
  keepTyping(field);

  type(field, "一つ");
  field.dispatchEvent(new Event("htmx:before:request"));
  type(field, "一つ、二つ");
  document.dispatchEvent(
    new CustomEvent("htmx:after:request", { detail: { ctx: { sourceElement: field, response: { status: 200 } } } }),
  );

  expect(localStorage.getItem(KEY)).toContain("二つ");
});

test("brings back what was not saved, with what it was written on", () => {
  localStorage.setItem(KEY, JSON.stringify({ text: "前の続き", seen: "old" }));
  const field = open("いま保存されている", "new");
  const onInput = vi.fn();
  field.addEventListener("input", onInput);

  keepTyping(field);
  vi.runAllTimers();

  expect(field.value).toBe("前の続き");
  expect(document.querySelector<HTMLInputElement>("[name=seen-c]")?.value).toBe("old");
  expect(onInput).toHaveBeenCalled();
});

test("does not stumble over what somebody else stored", () => {
  localStorage.setItem(KEY, "not json");
  const field = open("そのまま");

  keepTyping(field);

  expect(field.value).toBe("そのまま");
});

test("a borrowed question goes in on a line of its own, and out again", () => {
  const field = open("はじめに");
  const button = document.querySelector("button") as HTMLElement;

  borrow(button);
  expect(field.value).toBe("はじめに\n何が楽しみですか。");
  expect(button.getAttribute("aria-pressed")).toBe("true");
  borrow(button);

  expect(field.value).toBe("はじめに");
});
