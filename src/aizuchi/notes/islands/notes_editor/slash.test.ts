import { EditorState, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { schema } from "./schema";
import { dayFor, findSlash, isWanted, slashKey, slashState } from "./slash";

const { nodes } = schema;

function stateWith(words: string): EditorState {
  const doc = nodes.doc.create(null, [nodes.paragraph.create(null, words ? schema.text(words) : undefined)]);
  return EditorState.create({ doc, selection: TextSelection.atEnd(doc), plugins: [slashState()] });
}

function type(state: EditorState, words: string): EditorState {
  return [...words].reduce((before, letter) => before.apply(before.tr.insertText(letter)), state);
}

const isOpen = (state: EditorState): boolean | undefined => slashKey.getState(state)?.isOpen;

test.each([
  ["/", ""],
  ["／", ""],
  ["/みだし", "みだし"],
  ["つづき /h1", "h1"],
  ["つづき　／ちぇ", "ちぇ"],
])("%s asks for the menu", (words, query) => {
  expect(findSlash(stateWith(words))?.query).toBe(query);
});

test.each(["and/or", "https://example.jp/", "1/2", "/ ", "//", ""])("%s does not", (words) => {
  expect(findSlash(stateWith(words))).toBeNull();
});

test("it opens when the stroke is typed, not when a caret comes by one", () => {
  const typed = type(stateWith(""), "/");
  const standing = stateWith("/h");
  const passed = standing.apply(standing.tr.setSelection(TextSelection.atEnd(standing.doc)));

  expect([isOpen(typed), isOpen(passed)]).toEqual([true, false]);
});

test("once closed it stays closed for this stroke, and opens for the next", () => {
  const open = type(stateWith(""), "/h");
  const closed = open.apply(open.tr.setMeta(slashKey, "close"));

  expect(isOpen(type(closed, "1"))).toBe(false);
  expect(isOpen(type(closed, " /"))).toBe(true);
});

test("what is typed goes on with the first that fits", () => {
  const open = type(stateWith(""), "/");
  const moved = open.apply(open.tr.setMeta(slashKey, { index: 3 }));

  expect(slashKey.getState(moved)?.index).toBe(3);
  expect(slashKey.getState(type(moved, "h"))?.index).toBe(0);
});

test.each([
  ["h1", "見出し"],
  ["h1", "ミダシ"],
  ["h1", "midashi"],
  ["h1", "Head"],
  ["checks", "ちぇっく"],
  ["todo", "約束"],
  ["today", "kyou"],
  ["today", "ｔｏｄａｙ"],
  ["person", "森川"],
  ["list", ""],
])("%s is found by %s", (name, query) => {
  expect(isWanted(name, name === "person" ? "森川さん" : "", query)).toBe(true);
});

test("what fits nothing finds nothing", () => {
  expect(isWanted("h1", "大きな見出し", "引用")).toBe(false);
});

test("days are written as people write them, so that they are recognised again", () => {
  expect(dayFor("today", "2026-11-20", "ja")).toBe("11月20日(金)");
  expect(dayFor("week", "2026-11-20", "en")).toContain("27 November");
  expect(dayFor("h1", "2026-11-20", "ja")).toBeNull();
});
