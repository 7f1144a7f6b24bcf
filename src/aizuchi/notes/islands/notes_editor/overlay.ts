/**
 * Carets of the others and the faces beside what they wrote, in a layer over the text. Nothing is put into the text
 * itself: an element that appears beside a composition makes Japanese input methods lose their place.
 */
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Card, People } from "./people";

const NAME_STAYS_MS = 2_000;
const TELL_EVERY_MS = 120;
const NAME_NEEDS_PX = 110;

export function overlay(layer: HTMLElement, awareness: Awareness, people: People): Plugin {
  return new Plugin({
    view: (view) => {
      const drawing = new Drawing(layer, view, awareness, people);
      return { update: () => drawing.updated(), destroy: () => drawing.destroy() };
    },
  });
}

class Drawing {
  #frame = 0;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #carets = new Map<number, HTMLElement>();
  #fading = new Map<number, ReturnType<typeof setTimeout>>();
  #faces: HTMLElement[] = [];
  #resizing: ResizeObserver;

  constructor(
    private readonly layer: HTMLElement,
    private readonly view: EditorView,
    private readonly awareness: Awareness,
    private readonly people: People,
  ) {
    awareness.on("change", this.#othersMoved);
    view.dom.addEventListener("focus", this.#tellLater);
    view.dom.addEventListener("blur", this.#tellLater);
    layer.addEventListener("notes:authors", this.#drawSoon);
    this.#resizing = new ResizeObserver(this.#drawSoon);
    this.#resizing.observe(view.dom);
  }

  updated(): void {
    this.#drawSoon();
    this.#tellLater();
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#telling);
    for (const timer of this.#fading.values()) clearTimeout(timer);
    this.awareness.off("change", this.#othersMoved);
    this.view.dom.removeEventListener("focus", this.#tellLater);
    this.view.dom.removeEventListener("blur", this.#tellLater);
    this.layer.removeEventListener("notes:authors", this.#drawSoon);
    this.#resizing.disconnect();
    this.layer.replaceChildren();
  }

  #drawSoon = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#drawFaces();
      this.#drawCarets();
    });
  };

  #othersMoved = ({ added, updated }: { added: number[]; updated: number[] }): void => {
    for (const client of [...added, ...updated]) this.#showName(client);
    this.#drawSoon();
  };

  #tellLater = (): void => {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#tell();
    }, TELL_EVERY_MS);
  };

  /** Where our own caret is, in terms that survive the edits of others. */
  #tell(): void {
    const current = this.awareness.getLocalState()?.cursor ?? null;
    const cursor = this.view.hasFocus() ? this.#ownCursor() : null;
    if (JSON.stringify(cursor) !== JSON.stringify(current)) this.awareness.setLocalStateField("cursor", cursor);
  }

  #ownCursor(): object | null {
    const { type, binding } = ySyncPluginKey.getState(this.view.state);
    const { anchor, head } = this.view.state.selection;
    if (binding.mapping.size === 0) return null;
    return {
      anchor: absolutePositionToRelativePosition(anchor, type, binding.mapping),
      head: absolutePositionToRelativePosition(head, type, binding.mapping),
    };
  }

  #drawCarets(): void {
    const seen = new Set<number>();
    for (const [client, state] of this.awareness.getStates()) {
      const card = this.people.behind(client);
      if (client === this.awareness.clientID || !card || card.id === this.people.you || !state.cursor) continue;
      const position = this.#positionOf(state.cursor.head);
      if (position === null) continue;
      this.#drawCaret(client, card, position);
      seen.add(client);
    }
    for (const [client, caret] of this.#carets) {
      if (seen.has(client)) continue;
      caret.remove();
      this.#carets.delete(client);
    }
  }

  #drawCaret(client: number, card: Card, position: number): void {
    const caret = this.#carets.get(client) ?? makeCaret(card);
    if (!caret.isConnected) {
      this.layer.append(caret);
      this.#carets.set(client, caret);
      this.#showName(client);
    }
    const at = this.view.coordsAtPos(position);
    const origin = this.layer.getBoundingClientRect();
    caret.style.insetBlockStart = `${at.top - origin.top}px`;
    caret.style.insetInlineStart = `${at.left - origin.left}px`;
    caret.toggleAttribute("data-near-end", origin.right - at.left < NAME_NEEDS_PX);
    caret.style.blockSize = `${at.bottom - at.top}px`;
  }

  #positionOf(json: unknown): number | null {
    const { doc, type, binding } = ySyncPluginKey.getState(this.view.state);
    try {
      const relative = Y.createRelativePositionFromJSON(json);
      const position = relativePositionToAbsolutePosition(doc, type, relative, binding.mapping);
      return position === null ? null : Math.min(position, this.view.state.doc.content.size);
    } catch {
      return null; // another client may say anything
    }
  }

  /** A name is there while its caret moves, and gone two seconds later. */
  #showName(client: number): void {
    const caret = this.#carets.get(client);
    if (!caret) return;
    caret.dataset.moving = "";
    clearTimeout(this.#fading.get(client));
    this.#fading.set(
      client,
      setTimeout(() => delete caret.dataset.moving, NAME_STAYS_MS),
    );
  }

  #drawFaces(): void {
    for (const face of this.#faces) face.remove();
    this.#faces = [];
    if (!this.people.areSeveral) return;
    const blocks = ySyncPluginKey.getState(this.view.state).type.toArray() as Y.XmlElement[];
    let previous: string | undefined;
    this.view.state.doc.forEach((node, offset, index) => {
      const block = blocks[index];
      const origin = block && node.textContent ? originOf(block) : undefined;
      const card = origin && this.people.behind(origin.client, origin.clock);
      const dom = this.view.nodeDOM(offset);
      if (card && card.id !== previous && dom instanceof HTMLElement) this.#drawFace(card, dom);
      previous = card?.id ?? previous;
    });
  }

  #drawFace(card: Card, block: HTMLElement): void {
    const face = document.createElement("span");
    face.className = "note__by";
    face.title = card.name;
    const avatar = document.createElement("span");
    avatar.className = "avatar avatar--xs";
    avatar.dataset.hue = String(card.hue);
    avatar.textContent = card.initial;
    face.append(avatar);
    face.style.insetBlockStart = `${block.getBoundingClientRect().top - this.layer.getBoundingClientRect().top}px`;
    this.layer.append(face);
    this.#faces.push(face);
  }
}

function makeCaret(card: Card): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "caret caret--other";
  const name = document.createElement("span");
  name.textContent = card.short;
  caret.append(name);
  return caret;
}

/** Where the first words of a block that are still there were written; else where it was made. */
export function originOf(block: Y.XmlElement | Y.XmlText): Y.ID | undefined {
  return firstWordsIn(block) ?? block._item?.id;
}

function firstWordsIn(type: { _start: Y.Item | null }): Y.ID | null {
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    if (item.content instanceof Y.ContentString) return item.id;
    const inner = item.content instanceof Y.ContentType ? firstWordsIn(item.content.type) : null;
    if (inner !== null) return inner;
  }
  return null;
}
