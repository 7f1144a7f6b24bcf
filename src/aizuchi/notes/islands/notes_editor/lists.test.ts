import { baseKeymap, chainCommands } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { type Command, EditorState, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { goIn, goOut, joinItemBefore, leaveItem } from "./lists";
import { schema } from "./schema";

const { nodes } = schema;
const backspace = chainCommands(leaveItem, joinItemBefore, baseKeymap.Backspace as Command);

const line = (words = ""): Node => nodes.paragraph.create(null, words ? schema.text(words) : undefined);
const doc = (...blocks: Node[]): Node => nodes.doc.create(null, blocks);
const bullets = (...items: Node[][]): Node =>
  nodes.bullet_list.create(
    null,
    items.map((blocks) => nodes.list_item.create(null, blocks)),
  );

/** The caret before the first letter of these words; in the last empty line for "". */
function at(start: Node, words: string): EditorState {
  let place = 0;
  start.descendants((node, position) => {
    if (node.isTextblock && node.textContent === words) place = position + 1;
  });
  return EditorState.create({ doc: start, selection: TextSelection.create(start, place) });
}

function press(state: EditorState, key: Command): EditorState {
  let next = state;
  key(state, (tr) => {
    next = state.apply(tr);
  });
  return next;
}

test.each([
  ["bullet_list", "list_item"],
  ["ordered_list", "list_item"],
  ["check_list", "check_item"],
] as const)(
  "Backspace in an empty item of a %s leaves the list, and then goes back to the line before",
  (list, item) => {
    const start = doc(
      nodes[list].create(null, [nodes[item].create(null, line("one")), nodes[item].create(null, line())]),
    );

    const out = press(at(start, ""), backspace);
    const back = press(out, backspace);

    expect(out.doc.toString()).toBe(`doc(${list}(${item}(paragraph("one"))), paragraph)`);
    expect(back.doc.toString()).toBe(`doc(${list}(${item}(paragraph("one"))))`);
    expect(back.selection.$head.parentOffset).toBe(3);
  },
);

test("with words, two is at last joined to one", () => {
  const out = press(at(doc(bullets([line("one")], [line("two")])), "two"), backspace);

  const joined = press(out, backspace);

  expect(joined.doc.toString()).toBe('doc(bullet_list(list_item(paragraph("onetwo"))))');
  expect(joined.selection.$head.parentOffset).toBe(3);
});

test("what stood between two halves of a list makes them one again", () => {
  const out = press(at(doc(bullets([line("one")], [line("two")], [line("three")])), "two"), backspace);

  const joined = press(out, backspace);

  expect(joined.doc.toString()).toBe('doc(bullet_list(list_item(paragraph("onetwo")), list_item(paragraph("three"))))');
});

test("it goes on to the deepest last line", () => {
  const start = doc(bullets([line("one"), bullets([line("in")])]), line("after"));

  expect(press(at(start, "after"), backspace).doc.toString()).toBe(
    'doc(bullet_list(list_item(paragraph("one"), bullet_list(list_item(paragraph("inafter"))))))',
  );
});

test("a list that two people's edits left empty is no trouble", () => {
  const start = doc(bullets([]), line("after"));

  expect(() => press(at(start, "after"), backspace)).not.toThrow();
});

test("further out never leads out of the list", () => {
  const flat = at(doc(bullets([line("one")], [line("two")])), "two");
  const nested = press(flat, goIn);

  expect(nested.doc.toString()).toBe(
    'doc(bullet_list(list_item(paragraph("one"), bullet_list(list_item(paragraph("two"))))))',
  );
  expect(press(nested, goOut).doc.toString()).toBe(flat.doc.toString());
  expect(goOut(flat)).toBe(false);
});

test("in no list the key is nobody's", () => {
  const state = at(doc(line("words")), "words");

  expect([goIn(state), goOut(state)]).toEqual([false, false]);
});
