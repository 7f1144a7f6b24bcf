import type { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { type EditorOptions, makeEditor } from "./editor";
import { People } from "./people";

const said = { onAction: vi.fn(), onTooBig: vi.fn(), onTab: vi.fn(), onUpdate: vi.fn() };
let doc: Y.Doc;
let view: EditorView;
let mayWrite = true;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  document.body.innerHTML = '<button>before</button><div id="note"></div><div id="layer"></div><p id="leave"></p>';
  mayWrite = true;
  doc = new Y.Doc();
  const options: EditorOptions = {
    place: document.getElementById("note") as HTMLElement,
    layer: document.getElementById("layer") as HTMLElement,
    fragment: doc.getXmlFragment("prosemirror"),
    awareness: new Awareness(doc),
    people: new People([], "aoi"),
    label: "Notes",
    describedBy: "leave",
    placeholder: "Write here",
    doneLabel: "Done",
    today: "2026-12-01",
    menu: null,
    mayWrite: () => mayWrite,
    ...said,
  };
  view = makeEditor(options);
});

afterEach(() => {
  view.destroy();
  vi.clearAllMocks();
});

function press(key: string, more: KeyboardEventInit = {}): boolean {
  return view.dom.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function type(words: string): void {
  for (const letter of words) {
    const { from, to } = view.state.selection;
    const deflt = () => view.state.tr.insertText(letter, from, to);
    if (!view.someProp("handleTextInput", (take) => take(view, from, to, letter, deflt))) view.dispatch(deflt());
  }
}

function writeNestedList(): string {
  view.focus();
  type("- one");
  press("Enter");
  type("two");
  view.dom.dispatchEvent(new Event("pointerdown"));
  press("Tab");
  return view.state.doc.toString();
}

const NESTED = 'doc(bullet_list(list_item(paragraph("one"), bullet_list(list_item(paragraph("two"))))), paragraph)';

test("it is a text field with a name, and with a word on how to leave it", () => {
  expect(view.dom.getAttribute("role")).toBe("textbox");
  expect(view.dom.getAttribute("aria-label")).toBe("Notes");
  expect(view.dom.getAttribute("aria-describedby")).toBe("leave");
  expect(view.dom.hasAttribute("data-empty")).toBe(true);
});

test("Tab moves a line of a list further in, and says how to leave", () => {
  expect(writeNestedList()).toBe(NESTED.replace(", paragraph)", ")"));
  expect(said.onTab).toHaveBeenCalledOnce();
});

test("Shift and Tab move it out again, one who came back by keyboard changes nothing", () => {
  const nested = writeNestedList();
  view.dom.blur();
  view.focus();

  expect(press("Tab", { shiftKey: true })).toBe(true);
  expect(view.state.doc.toString()).toBe(nested);

  view.dom.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(press("Tab", { shiftKey: true })).toBe(false);
  expect(view.state.doc.toString()).toBe('doc(bullet_list(list_item(paragraph("one")), list_item(paragraph("two"))))');
});

test("after Escape neither Tab is the note's", () => {
  const nested = writeNestedList();

  press("Escape");

  expect([press("Tab"), press("Tab", { shiftKey: true })]).toEqual([true, true]);
  expect(view.state.doc.toString()).toBe(nested);
});

test("the line of the caret becomes a TODO by key", () => {
  view.focus();
  type("send it");

  press("Enter", { ctrlKey: true });

  expect(said.onAction).toHaveBeenCalledWith("send it");
});

test("who may only read has no field to write in", () => {
  mayWrite = false;
  view.setProps({});

  expect(view.dom.getAttribute("contenteditable")).toBe("false");
  expect(view.dom.getAttribute("aria-readonly")).toBe("true");
});
