import { beforeEach, expect, test, vi } from "vitest";
import { followKeyboard } from "./soft_keyboard";

const keepCaret = vi.fn();
const keepNote = vi.fn();
let viewport: EventTarget;

beforeEach(() => {
  viewport = new EventTarget();
  vi.stubGlobal("visualViewport", viewport);
  vi.stubGlobal("requestAnimationFrame", (act: () => void) => act());
  document.body.innerHTML = '<div id="note"><div contenteditable="true" tabindex="0"></div></div><input>';
  keepCaret.mockClear();
  keepNote.mockClear();
});

const note = (): HTMLElement => document.querySelector("#note") as HTMLElement;

test("a keyboard that comes up while one writes hides no caret", () => {
  followKeyboard(note(), { come: keepNote, move: keepCaret });
  note().querySelector<HTMLElement>("[contenteditable]")?.focus();
  keepCaret.mockClear();

  viewport.dispatchEvent(new Event("resize"));

  expect(keepCaret).toHaveBeenCalledOnce();
});

test("who writes elsewhere is not moved", () => {
  followKeyboard(note(), { come: keepNote, move: keepCaret });
  document.querySelector("input")?.focus();

  viewport.dispatchEvent(new Event("resize"));

  expect(keepCaret).not.toHaveBeenCalled();
});

test("a note that has left the page follows nothing", () => {
  followKeyboard(note(), { come: keepNote, move: keepCaret })();
  note().querySelector<HTMLElement>("[contenteditable]")?.focus();

  viewport.dispatchEvent(new Event("resize"));

  expect(keepCaret).not.toHaveBeenCalled();
});

test("a note to which the focus comes is shown at once, before anybody can look", () => {
  vi.stubGlobal("requestAnimationFrame", vi.fn());
  followKeyboard(note(), { come: keepNote, move: keepCaret });

  note().querySelector<HTMLElement>("[contenteditable]")?.focus();

  expect(keepNote).toHaveBeenCalledOnce();
});
