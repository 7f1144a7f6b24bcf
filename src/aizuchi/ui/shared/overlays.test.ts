import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { handleOverlays } from "./overlays";

const showModal = vi.fn();
const close = vi.fn();

beforeAll(() => {
  Object.assign(HTMLDialogElement.prototype, { showModal, close });
  handleOverlays(document);
});

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML = `
    <button command="show-modal" commandfor="ask"><span>Ask</span></button>
    <dialog id="ask" closedby="any"><p>Really?</p><button command="close" commandfor="ask">No</button></dialog>
    <div class="menu"><a href="#1">one</a><button>two</button><a href="#3">three</a></div>`;
});

function click(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

test("a button opens the dialog it names, wherever it is touched", () => {
  click("button span");

  expect(showModal.mock.contexts).toEqual([document.querySelector("dialog")]);
});

test("a button inside closes it", () => {
  click("dialog button");

  expect(close).toHaveBeenCalledOnce();
});

test("a click outside closes it, a click on its words does not", () => {
  click("dialog p");
  expect(close).not.toHaveBeenCalled();

  click("dialog");

  expect(close).toHaveBeenCalledOnce();
});

test("arrow keys go round a menu", () => {
  const items = [...document.querySelectorAll<HTMLElement>(".menu > *")];
  items[2]?.focus();

  items[2]?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  expect(document.activeElement).toBe(items[0]);

  items[0]?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", bubbles: true }));
  expect(document.activeElement).toBe(items[2]);
});
