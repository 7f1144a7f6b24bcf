import { EditorState, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { commands, isActive, lineOf, setLink } from "./commands";
import { isSafeLink, schema } from "./schema";

const { nodes } = schema;

function stateWith(...lines: string[]): EditorState {
  const doc = nodes.doc.create(
    null,
    lines.map((line) => nodes.paragraph.create(null, line ? schema.text(line) : undefined)),
  );
  return EditorState.create({ doc, selection: TextSelection.atStart(doc) });
}

function run(state: EditorState, name: keyof typeof commands): EditorState {
  let next = state;
  commands[name](state, (tr) => {
    next = state.apply(tr);
  });
  return next;
}

test.each([
  ["list", "bullet_list(list_item(paragraph))"],
  ["numbers", "ordered_list(list_item(paragraph))"],
  ["checks", "check_list(check_item(paragraph))"],
  ["quote", "blockquote(paragraph)"],
  ["heading", "heading"],
] as const)("%s goes on and off again", (name, shape) => {
  const before = stateWith("");

  const on = run(before, name);

  expect(on.doc.toString()).toBe(`doc(${shape})`);
  expect(isActive(name, on)).toBe(true);
  expect(run(on, name).doc.toString()).toBe(before.doc.toString());
});

test("another kind of list keeps the lines and the caret", () => {
  const list = run(stateWith("ひとつ"), "list");

  const checks = run(list, "checks");

  expect(checks.doc.toString()).toBe('doc(check_list(check_item(paragraph("ひとつ"))))');
  expect(checks.selection.head).toBe(list.selection.head);
});

test("the line of the caret is what becomes a TODO", () => {
  expect(lineOf(run(stateWith("同席する ", "ほか"), "checks"))).toBe("同席する");
});

test("a link without chosen words brings its own", () => {
  const state = stateWith("");
  let next = state;
  setLink("https://example.jp")(state, (tr) => {
    next = state.apply(tr);
  });

  expect(next.doc.toString()).toBe('doc(paragraph(link("https://example.jp")))');
});

test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", " JAVASCRIPT:x", ""])(
  "%s is no link",
  (href) => {
    expect(isSafeLink(href)).toBe(false);
  },
);

test("two people's edits that meet in an empty list are not thrown away", () => {
  expect(() => schema.node("bullet_list", null, [])).not.toThrow();
  expect(() => schema.node("list_item", null, [])).not.toThrow();
  expect(() => schema.mark("link", {})).not.toThrow();
});
