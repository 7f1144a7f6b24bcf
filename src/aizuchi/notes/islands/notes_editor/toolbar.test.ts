import { EditorState, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { schema } from "./schema";
import { Toolbar } from "./toolbar";

const { nodes } = schema;

let root: HTMLElement;
let state: EditorState;
let toolbar: Toolbar;
const onAction = vi.fn();
const focus = vi.fn();

/** As much of an editor as the buttons use. */
const view = {
  get state() {
    return state;
  },
  dispatch(tr: Parameters<EditorState["apply"]>[0]) {
    state = state.apply(tr);
  },
  focus,
} as unknown as EditorView;

beforeEach(() => {
  document.body.innerHTML = `
    <form id="todo"><input name="text" id="new-todo" maxlength="12"><select name="owner"><option value="">-</option>
      <option value="takumi">Takumi</option></select><input type="date" name="due_on"></form>
    <div id="note" data-document="7" data-action-input="#new-todo">
      <div data-note-tools hidden>
        <button data-command="list" aria-pressed="false"></button>
        <button data-command="link"></button>
        <button data-command="action"></button>
        <a href="/history/"></a>
        <div data-note-link hidden><input><button data-command="set-link"></button></div>
      </div>
      <p data-note-say="no-address" hidden></p>
    </div>`;
  root = document.getElementById("note") as HTMLElement;
  const doc = nodes.doc.create(null, nodes.paragraph.create(null, schema.text("資料を送る")));
  state = EditorState.create({ doc, selection: TextSelection.create(doc, 1, 3) });
  toolbar = new Toolbar(root, { view: () => view, onAction });
  toolbar.show(true);
});

afterEach(() => {
  toolbar.destroy();
  vi.clearAllMocks();
});

const button = (name: string): HTMLElement => root.querySelector(`[data-command=${name}]`) as HTMLElement;
const linkField = (): HTMLElement => root.querySelector("[data-note-link]") as HTMLElement;
const linkInput = (): HTMLInputElement => root.querySelector("[data-note-link] input") as HTMLInputElement;
const press = (element: Element, key: string): boolean =>
  element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

function link(words: string): void {
  button("link").click();
  linkInput().value = words;
  press(linkInput(), "Enter");
}

test("a link without https is a link all the same", () => {
  link("example.org");

  expect(state.doc.toString()).toBe('doc(paragraph(link("資料"), "を送る"))');
  expect(state.doc.nodeAt(1)?.marks[0]?.attrs.href).toBe("https://example.org");
  expect([linkField().hidden, linkInput().value]).toEqual([true, ""]);
  expect(focus).toHaveBeenCalled();
});

test("what is no address is said, and stays to be mended", () => {
  link("来週の資料");

  expect(state.doc.toString()).toBe('doc(paragraph("資料を送る"))');
  expect([linkField().hidden, linkInput().value, linkInput().ariaInvalid]).toEqual([false, "来週の資料", "true"]);
  expect(root.querySelector<HTMLElement>("[data-note-say]")?.hidden).toBe(false);
  expect(document.activeElement).toBe(linkInput());
});

test("nothing at all takes a link away, and Escape leaves everything as it was", () => {
  link("example.org");
  link("");
  expect(state.doc.toString()).toBe('doc(paragraph("資料を送る"))');

  button("link").click();
  linkInput().value = "example.org";
  press(linkInput(), "Escape");

  expect(state.doc.toString()).toBe('doc(paragraph("資料を送る"))');
  expect(linkField().hidden).toBe(true);
});

test("with nothing chosen, what was typed stands for the link", () => {
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 6)));

  link("example.org");

  expect(state.doc.toString()).toBe('doc(paragraph("資料を送る", link("example.org")))');
});

test("a button does what it says and shows that it is on", () => {
  button("list").click();
  toolbar.update((name) => name === "list");

  expect(state.doc.toString()).toBe('doc(bullet_list(list_item(paragraph("資料を送る"))))');
  expect(button("list").ariaPressed).toBe("true");
});

test("one stop for Tab, arrows between the buttons, Escape back to the words", () => {
  const stops = [button("list"), button("link"), button("action"), root.querySelector("a") as HTMLElement];
  expect(stops.map((stop) => stop.tabIndex)).toEqual([0, -1, -1, -1]);

  stops[0]?.focus();
  press(stops[0] as Element, "ArrowLeft");
  expect(document.activeElement).toBe(stops[3]);
  expect(stops.map((stop) => stop.tabIndex)).toEqual([-1, -1, -1, 0]);

  press(stops[3] as Element, "Escape");
  expect(focus).toHaveBeenCalledOnce();
});

test("the line of the caret is offered as a TODO", () => {
  button("action").click();

  expect(onAction).toHaveBeenCalledWith("資料を送る");
});

test("what a line promises fills the form that waits for it, which gets the focus", () => {
  const heard = vi.fn();
  root.addEventListener("notes:action", heard);

  toolbar.makeAction({ text: "森川さんが木曜までに資料を送る", owner: "takumi", due: "2026-12-10" });

  const form = document.querySelector("form") as HTMLFormElement;
  expect(Object.fromEntries(new FormData(form))).toEqual({
    text: "森川さんが木曜までに資料",
    owner: "takumi",
    due_on: "2026-12-10",
  });
  expect(document.activeElement?.id).toBe("new-todo");
  expect(heard.mock.calls[0]?.[0].detail).toMatchObject({ document: "7", owner: "takumi" });
});

test("pressing a button does not take the caret out of the text", () => {
  expect(button("list").dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }))).toBe(false);
});
