import type { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { marks } from "./marks";
import * as recognizing from "./recognize";
import { schema } from "./schema";

const PEOPLE = [{ id: "aoi", names: ["小野寺"] }];
const TODAY = "2026-11-20";

let highlights: Map<string, Set<Range>>;
const views: EditorView[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  highlights = new Map();
  vi.stubGlobal("CSS", { highlights });
  vi.stubGlobal("Highlight", Set);
});

afterEach(() => {
  for (const view of views.splice(0)) view.destroy();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(...lines: string[]): EditorView {
  const doc = schema.nodes.doc.create(null, lines.map(line));
  const view = new EditorView(document.body, {
    state: EditorState.create({ doc, plugins: [marks(PEOPLE, TODAY)] }),
  });
  views.push(view);
  return view;
}

function line(words: string): Node {
  return schema.nodes.paragraph.create(null, words ? schema.text(words) : undefined);
}

function painted(kind: string): string[] {
  return [...(highlights.get(kind) ?? [])].map(String);
}

function pause(): void {
  vi.advanceTimersByTime(200);
}

test("days and people that a note speaks of are underlined once typing pauses", () => {
  open("小野寺さんと明日話す", "何もない");
  expect(highlights.size).toBe(0);

  pause();

  expect(painted("note-person")).toEqual(["小野寺さん"]);
  expect(painted("note-day")).toEqual(["明日"]);
});

test("what is no longer said is no longer underlined", () => {
  const view = open("明日話す");
  pause();

  view.dispatch(view.state.tr.delete(1, 3));
  pause();

  expect(painted("note-day")).toEqual([]);
});

test("a line that did not change is not looked at again", () => {
  const look = vi.spyOn(recognizing, "findDays");
  const view = open("明日話す", "あさって");
  pause();
  expect(look).toHaveBeenCalledTimes(2);

  view.dispatch(view.state.tr.insertText("まで", 3));
  pause();

  expect(look).toHaveBeenCalledTimes(3);
  expect(painted("note-day")).toEqual(["明日", "あさって"]);
});

test("one note that is closed takes its own lines away and leaves those of the others", () => {
  open("明日話す");
  const other = open("あさって話す");
  pause();

  other.destroy();

  expect(painted("note-day")).toEqual(["明日"]);
});

test("a note of nothing but days does not drown the browser", () => {
  open(...Array.from({ length: 400 }, () => "明日"));

  pause();

  expect(painted("note-day")).toHaveLength(300);
});

test("a browser without highlights shows the words and no line", () => {
  vi.stubGlobal("CSS", {});

  const view = open("明日話す");
  pause();

  expect(view.dom.textContent).toBe("明日話す");
});
