import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { People } from "./people";
import { schema } from "./schema";
import { slashState } from "./slash";
import { makeMenuList, slashMenu } from "./slash_menu";

const TAKUMI = {
  id: "takumi",
  name: "森川 拓海",
  short: "森川さん",
  initial: "森",
  hue: 125,
  names: ["森川 拓海", "Takumi"],
};
const AOI = { id: "aoi", name: "小野寺 葵", short: "小野寺さん", initial: "小", hue: 295, names: ["小野寺 葵", "Aoi"] };

const onChoose = vi.fn();
let list: HTMLElement;
let view: EditorView;

beforeEach(() => {
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  Element.prototype.scrollIntoView = () => {};
  document.body.innerHTML = `<div id="note"><button data-command="action"></button><template data-note-menu>
      <div role="listbox" hidden>
        <div role="option" data-item="h1"><span>Large heading</span></div>
        <div role="option" data-item="list"><span>List</span></div>
        <div role="option" data-item="todo"><span>TODO</span></div>
        <div role="option" data-item="person"><span></span></div>
      </div></template><div id="text"></div></div>`;
  const root = document.getElementById("note") as HTMLElement;
  list = makeMenuList(root, "7", new People([AOI, TAKUMI], "aoi")) as HTMLElement;
  root.append(list);
  const doc = schema.node("doc", null, [schema.node("paragraph")]);
  view = new EditorView(document.getElementById("text"), {
    state: EditorState.create({
      doc,
      selection: TextSelection.atStart(doc),
      plugins: [slashState(), slashMenu({ list, onChoose })],
    }),
  });
  view.focus();
});

afterEach(() => {
  view.destroy();
  onChoose.mockClear();
});

function type(words: string): void {
  for (const letter of words) view.dispatch(view.state.tr.insertText(letter));
}

function press(key: string, more: KeyboardEventInit = {}): boolean {
  return view.dom.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

const shown = (): (string | undefined)[] =>
  [...list.querySelectorAll<HTMLElement>("[role=option]:not([hidden])")].map((option) => option.dataset.item);
const chosen = (): string | null | undefined => list.querySelector("[aria-selected=true]")?.textContent;

test("a stroke opens it, told to screen readers as the list of the field", () => {
  type("/");

  expect(list.hidden).toBe(false);
  expect(shown()).toEqual(["h1", "list", "todo", "person", "person"]);
  expect([view.dom.role, view.dom.getAttribute("aria-controls")]).toEqual(["combobox", list.id]);
  expect(view.dom.getAttribute("aria-activedescendant")).toBe(list.querySelector("[aria-selected=true]")?.id);
});

test("a person is found by any of their names", () => {
  type("/taku");

  expect(shown()).toEqual(["person"]);
  press("Enter");

  expect(onChoose).toHaveBeenCalledWith("person", expect.objectContaining({ textContent: "森川さん" }));
  expect(onChoose.mock.calls[0]?.[1].dataset.words).toBe("@森川さん");
});

test("arrows go round, Escape closes, and the field is a field again", () => {
  type("/");
  press("ArrowUp");
  expect(chosen()).toBe("森川さん");
  press("ArrowDown");
  expect(chosen()).toBe("Large heading");

  press("Escape");

  expect([list.hidden, view.dom.role, view.dom.hasAttribute("aria-controls")]).toEqual([true, "textbox", false]);
});

test("the Enter that ends a composition chooses nothing", () => {
  type("/");

  press("Enter", { isComposing: true });

  expect(onChoose).not.toHaveBeenCalled();
});

test("what fits nothing closes it, and Enter is the text's again", () => {
  type("/zzz");

  expect(list.hidden).toBe(true);
  expect(press("Enter")).toBe(true);
  expect(onChoose).not.toHaveBeenCalled();
});

test("pressing an option leaves the caret in the text", () => {
  type("/");
  const option = list.querySelector("[data-item=list]") as HTMLElement;

  expect(option.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }))).toBe(false);
  option.click();

  expect(onChoose).toHaveBeenCalledWith("list", option);
});

test("a note that makes no TODOs, or of one person alone, offers neither", () => {
  document.querySelector("[data-command=action]")?.remove();

  const alone = makeMenuList(document.getElementById("note") as HTMLElement, "8", new People([AOI], "aoi"));

  expect(
    [...(alone?.querySelectorAll<HTMLElement>("[role=option]") ?? [])].map((option) => option.dataset.item),
  ).toEqual(["h1", "list"]);
});
