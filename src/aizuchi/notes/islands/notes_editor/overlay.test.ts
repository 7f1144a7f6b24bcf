import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { absolutePositionToRelativePosition, initProseMirrorDoc, ySyncPlugin, ySyncPluginKey } from "y-prosemirror";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { originOf, overlay } from "./overlay";
import { People } from "./people";
import { schema } from "./schema";

const TAKUMI = { id: "takumi", name: "森川 拓海", short: "森川さん", initial: "森", hue: 125, names: [] };
const AOI = { id: "aoi", name: "小野寺 葵", short: "小野寺さん", initial: "小", hue: 295, names: [] };
const THEIRS = 77;

let doc: Y.Doc;
let awareness: Awareness;
let people: People;
let layer: HTMLElement;
let view: EditorView;

function write(client: number, words: string): void {
  const other = new Y.Doc();
  other.clientID = client;
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  const paragraph = new Y.XmlElement("paragraph");
  const text = new Y.XmlText(words);
  paragraph.insert(0, [text]);
  const fragment = other.getXmlFragment("prosemirror");
  fragment.insert(fragment.length, [paragraph]);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  document.body.innerHTML = '<div id="text"></div><div id="layer"></div>';
  layer = document.getElementById("layer") as HTMLElement;
  doc = new Y.Doc();
  awareness = new Awareness(doc);
  people = new People([AOI, TAKUMI], "aoi");
  write(doc.clientID + 1, "わたしの行");
  write(THEIRS, "あちらの行");
  people.learn({ [doc.clientID + 1]: "aoi", [THEIRS]: "takumi" });
  const fragment = doc.getXmlFragment("prosemirror");
  const written = initProseMirrorDoc(fragment, schema);
  view = new EditorView(document.getElementById("text"), {
    state: EditorState.create({
      doc: written.doc,
      plugins: [ySyncPlugin(fragment, { mapping: written.mapping }), overlay(layer, awareness, people)],
    }),
  });
  vi.runOnlyPendingTimers();
});

afterEach(() => {
  view.destroy();
  awareness.destroy();
  vi.useRealTimers();
});

function draw(): void {
  view.dispatch(view.state.tr.setMeta("addToHistory", false));
  vi.advanceTimersByTime(200);
}

function theyStandAt(position: number): void {
  const { type, binding } = ySyncPluginKey.getState(view.state);
  const head = absolutePositionToRelativePosition(position, type, binding.mapping);
  awareness.states.set(THEIRS, { cursor: { anchor: head, head } });
  awareness.emit("change", [{ added: [THEIRS], updated: [], removed: [] }, "test"]);
  vi.advanceTimersByTime(50);
}

test("a face stands beside the first line of each, in the layer and never in the text", () => {
  draw();

  expect([...layer.querySelectorAll(".note__by")].map((face) => face.textContent)).toEqual(["小", "森"]);
  expect(view.dom.querySelector(".note__by")).toBeNull();
});

test("the caret of the other has their name as long as it moves", () => {
  vi.spyOn(view, "coordsAtPos").mockReturnValue({ left: 40, right: 40, top: 10, bottom: 30 });
  theyStandAt(8);

  const caret = layer.querySelector<HTMLElement>(".caret--other");
  expect([caret?.textContent, caret?.dataset.moving, caret?.style.blockSize]).toEqual(["森川さん", "", "20px"]);

  vi.advanceTimersByTime(2_000);
  expect(caret?.dataset.moving).toBeUndefined();
});

test("who has left leaves no caret", () => {
  vi.spyOn(view, "coordsAtPos").mockReturnValue({ left: 40, right: 40, top: 10, bottom: 30 });
  theyStandAt(8);
  awareness.states.delete(THEIRS);
  awareness.emit("change", [{ added: [], updated: [], removed: [THEIRS] }, "test"]);
  vi.advanceTimersByTime(50);

  expect(layer.querySelector(".caret--other")).toBeNull();
});

test("a caret of which another client says nonsense is not drawn", () => {
  awareness.states.set(THEIRS, { cursor: { head: { type: "nonsense" } } });
  awareness.emit("change", [{ added: [THEIRS], updated: [], removed: [] }, "test"]);

  expect(() => vi.advanceTimersByTime(50)).not.toThrow();
});

test("a line belongs to whoever wrote the first of its words that are left", () => {
  const [first, second] = doc.getXmlFragment("prosemirror").toArray() as Y.XmlElement[];

  expect(originOf(first as Y.XmlElement)?.client).toBe(doc.clientID + 1);
  expect(originOf(second as Y.XmlElement)?.client).toBe(THEIRS);
});

test("once it is gone nothing is left in the layer", () => {
  draw();
  view.destroy();

  expect(layer.childElementCount).toBe(0);
});
