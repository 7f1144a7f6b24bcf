import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stayInNote } from "./stay_in_note";

const onLook = vi.fn();
let told: HTMLInputElement;
let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = `
    <div class="note-slot" id="slot-17"><textarea></textarea></div><button></button><input type="hidden" name="writing">`;
  told = document.querySelector("[name=writing]") as HTMLInputElement;
  stop = stayInNote(told);
  onLook.mockClear();
  document.body.addEventListener("live:agenda", onLook);
});
afterEach(() => {
  stop();
  document.body.removeEventListener("live:agenda", onLook);
});

function focus(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

test("tells in which note somebody is writing, as long as they are", () => {
  focus("textarea");
  expect(told.value).toBe("17");

  focus("button");
  expect(told.value).toBe("");
});

test("looks again after the writing where something changed meanwhile", () => {
  focus("textarea");
  document.dispatchEvent(new Event("htmx:after:swap"));
  expect(onLook).not.toHaveBeenCalled();

  focus("button");

  expect(onLook).toHaveBeenCalledOnce();
});

test("does not look again for nothing", () => {
  focus("textarea");
  focus("button");

  expect(onLook).not.toHaveBeenCalled();
});

test("what happens above does not move the line under one's eyes", () => {
  const scrollBy = vi.fn();
  vi.stubGlobal("scrollBy", scrollBy);
  focus("textarea");
  const text = document.querySelector("textarea") as HTMLElement;
  text.getBoundingClientRect = () => new DOMRect(0, 300, 100, 50);
  document.dispatchEvent(new Event("htmx:before:swap"));
  text.getBoundingClientRect = () => new DOMRect(0, 180, 100, 50);

  document.dispatchEvent(new Event("htmx:after:swap"));

  expect(scrollBy).toHaveBeenCalledExactlyOnceWith({ top: -120, behavior: "instant" });
});
