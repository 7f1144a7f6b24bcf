/**
 * A quiet line under the people and days that a note speaks of. Painted by the browser over the text (highlights), so
 * that no element ever comes to stand beside a composition; browsers without highlights show none.
 */
import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { type Found, findDays, findPeople, type Named } from "./recognize";

const AFTER_MS = 120;
const MOST = 300;
const KINDS = ["note-day", "note-person"] as const;
type Kind = (typeof KINDS)[number];
type Seen = readonly (readonly [Kind, Found])[];

export function marks(people: readonly Named[], today: string): Plugin {
  const known = new WeakMap<Node, Seen>(); // a line that did not change is the same object
  const look = (line: Node): Seen => {
    const seen = known.get(line) ?? recognize(line, people, today);
    known.set(line, seen);
    return seen;
  };
  return new Plugin({
    view: (view) => {
      const painting = new Painting(view, look);
      return { update: () => painting.paintSoon(), destroy: () => painting.destroy() };
    },
  });
}

function recognize(line: Node, people: readonly Named[], today: string): Seen {
  const text = line.textBetween(0, line.content.size, undefined, "\ufffc");
  const days = findDays(text, today).map((found) => ["note-day", found] as const);
  return [...days, ...findPeople(text, people).map((found) => ["note-person", found] as const)];
}

class Painting {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ranges: [Kind, Range][] = [];

  constructor(
    private readonly view: EditorView,
    private readonly look: (line: Node) => Seen,
  ) {
    this.paintSoon();
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#wipe();
  }

  paintSoon(): void {
    if (!globalThis.CSS?.highlights) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#paint(), AFTER_MS);
  }

  #paint(): void {
    this.#wipe();
    this.view.state.doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      for (const [kind, { from, to }] of this.look(node)) {
        if (this.#ranges.length < MOST) this.#ranges.push([kind, this.#range(position + 1 + from, position + 1 + to)]);
      }
      return false;
    });
    for (const [kind, range] of this.#ranges) highlightOf(kind).add(range);
  }

  #range(from: number, to: number): Range {
    const range = document.createRange();
    const [start, end] = [this.view.domAtPos(from, 1), this.view.domAtPos(to, -1)];
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset);
    return range;
  }

  #wipe(): void {
    for (const [kind, range] of this.#ranges) highlightOf(kind).delete(range);
    this.#ranges = [];
  }
}

/** One for the page: several notes stand on it. */
function highlightOf(kind: Kind): Highlight {
  const known = CSS.highlights.get(kind) ?? new Highlight();
  CSS.highlights.set(kind, known);
  return known;
}
