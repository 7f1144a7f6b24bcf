import { afterEach, expect, test, vi } from "vitest";
import { borrow, keepTyping } from "./keep_typing";
import { openSealedText } from "./keep_typing/sealed_text";

const KEY = "aizuchi:sealed:me:comment";
const IN_CLEAR = "aizuchi:typed:me:comment";
const MINE = "0f".repeat(32);
const sealed = (key = MINE) => openSealedText(localStorage, key, KEY);
const read = async (key = MINE) => (await sealed(key))?.read();
const settle = () => vi.waitFor(() => expect(localStorage.getItem(KEY)).not.toBeNull());

function open(value = "", seen = "abc"): HTMLTextAreaElement {
  document.body.innerHTML = `
    <textarea id="c" data-key="me:comment" data-seen="seen-c" data-sealed-with="${MINE}"></textarea><input type="hidden" name="seen-c" value="${seen}">
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

afterEach(() => localStorage.clear());

test("keeps what is typed until the server has it, and not in clear", async () => {
  const field = open();
  keepTyping(field);

  type(field, "三つの道");
  await settle();
  expect(localStorage.getItem(KEY)).not.toContain("三つの道");
  expect(await read()).toEqual({ text: "三つの道", seen: "abc" });
  answer(field, 200);

  await vi.waitFor(() => expect(localStorage.getItem(KEY)).toBeNull());
});

test("whoever sits here next cannot read it", async () => {
  const field = open();
  keepTyping(field);

  type(field, "三つの道");
  await settle();

  expect(await read("ff".repeat(32))).toBeUndefined();
});

test("words that were sealed too late do not come back over those that were sent", async () => {
  const place = await sealed();

  const late = place?.keep({ text: "一つ", seen: "" });
  place?.forget();
  await late;

  expect(localStorage.getItem(KEY)).toBeNull();
});

test.each([401, 409, 422, 500, 0])("keeps it when the answer is %i", async (status) => {
  const field = open();
  keepTyping(field);

  type(field, "まだ届いていない");
  await settle();
  answer(field, status);
  await Promise.resolve();

  expect((await read())?.text).toBe("まだ届いていない");
});

test("keeps what was typed while an answer was on its way", async () => {
  const field = open();
  keepTyping(field);

  type(field, "一つ");
  field.dispatchEvent(new Event("htmx:before:request"));
  type(field, "一つ、二つ");
  document.dispatchEvent(
    new CustomEvent("htmx:after:request", { detail: { ctx: { sourceElement: field, response: { status: 200 } } } }),
  );

  await settle();
  expect((await read())?.text).toBe("一つ、二つ");
});

test("brings back what was not saved, with what it was written on", async () => {
  await (await sealed())?.keep({ text: "前の続き", seen: "old" });
  const field = open("いま保存されている", "new");
  const onInput = vi.fn();
  field.addEventListener("input", onInput);

  keepTyping(field);

  await vi.waitFor(() => expect(onInput).toHaveBeenCalled());
  expect(field.value).toBe("前の続き");
  expect(document.querySelector<HTMLInputElement>("[name=seen-c]")?.value).toBe("old");
});

test("what an earlier version kept in clear comes back, and lies there no more", async () => {
  localStorage.setItem(IN_CLEAR, JSON.stringify({ text: "前の続き", seen: "old" }));
  const field = open();

  keepTyping(field);

  await vi.waitFor(() => expect(field.value).toBe("前の続き"));
  expect(localStorage.getItem(IN_CLEAR)).toBeNull();
  await settle();
});

test("what it kept in clear for another page is sealed as well, and nobody else's stays", async () => {
  localStorage.setItem("aizuchi:typed:me:other", JSON.stringify({ text: "別の画面", seen: "old" }));
  localStorage.setItem("aizuchi:typed:you:comment", JSON.stringify({ text: "他の人", seen: "old" }));

  keepTyping(open());

  expect(Object.keys(localStorage).filter((name) => name.startsWith("aizuchi:typed:"))).toEqual([]);
  const place = await openSealedText(localStorage, MINE, "aizuchi:sealed:me:other");
  await vi.waitFor(async () => expect(await place?.read()).toEqual({ text: "別の画面", seen: "old" }));
  expect(localStorage.getItem("aizuchi:sealed:you:comment")).toBeNull();
});

test("without a key nothing is kept", async () => {
  const field = open();
  delete field.dataset.sealedWith;
  keepTyping(field);

  type(field, "三つの道");
  await new Promise((done) => setTimeout(done));

  expect(localStorage.length).toBe(0);
});

test("does not stumble over what somebody else stored", async () => {
  localStorage.setItem(KEY, "not sealed");
  const field = open("そのまま");

  keepTyping(field);

  expect(await read()).toBeUndefined();
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
