/** The editor itself: ProseMirror over a Yjs fragment. */
import { EditorState, Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { initProseMirrorDoc, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { keepInView, showWhole } from "#ui/in_view";
import { checkItemView } from "./checks";
import { keys, lineOf, markdownRules } from "./commands";
import { marks } from "./marks";
import { overlay } from "./overlay";
import { cleanPasted } from "./pasted";
import { readPastedText } from "./pasted_text";
import type { People } from "./people";
import { schema } from "./schema";
import { slashState } from "./slash";
import { type MenuOptions, slashMenu } from "./slash_menu";
import { TabKey } from "./tab_key";

const LARGEST_PASTE = 500_000;
const LARGEST_MARKUP = 6_000_000; // word processors send twenty times as much markup as words
const MOST_LINES = 10_000;
const PROTECTED = ["paragraph", "heading", "blockquote", "bullet_list", "ordered_list", "list_item"];

export interface EditorOptions {
  place: HTMLElement;
  layer: HTMLElement;
  fragment: Y.XmlFragment;
  awareness: Awareness;
  people: People;
  label: string;
  /** The element that says how to leave a list. */
  describedBy: string;
  placeholder: string;
  doneLabel: string;
  /** The day on the server's calendar, for words such as "tomorrow". */
  today: string;
  menu: MenuOptions | null;
  mayWrite(): boolean;
  onAction(line: string): void;
  onTooBig(): void;
  /** Tab has moved a line. */
  onTab(): void;
  onUpdate(view: EditorView): void;
}

export function makeEditor(options: EditorOptions): EditorView {
  const written = options.fragment.length > 0 ? initProseMirrorDoc(options.fragment, schema) : null;
  const tab = new TabKey(options.onTab);
  const onAction = (state: EditorState): boolean => {
    const line = lineOf(state);
    if (line) options.onAction(line);
    return line !== "";
  };
  return new EditorView(
    { mount: options.place },
    {
      state: EditorState.create({
        schema,
        ...(written && { doc: written.doc }),
        plugins: [
          ySyncPlugin(options.fragment, written ? { mapping: written.mapping } : {}),
          yUndoPlugin({ protectedNodes: new Set([...PROTECTED, "check_list", "check_item"]) }),
          ...(options.menu ? [slashState(), slashMenu(options.menu)] : []),
          markdownRules(),
          ...keys(onAction, tab),
          placeholder(options.placeholder),
          marks(options.people.cards, options.today),
          overlay(options.layer, options.awareness, options.people),
          new Plugin({ view: () => ({ update: options.onUpdate }) }),
        ],
      }),
      editable: options.mayWrite,
      nodeViews: { check_item: checkItemView(options.doneLabel) },
      attributes: () => ({
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.label,
        ...(options.describedBy && { "aria-describedby": options.describedBy }),
        "aria-readonly": String(!options.mayWrite()),
        class: "note note--live",
      }),
      handleScrollToSelection: (view) => {
        keepCaretInView(view);
        return true;
      },
      handleKeyDown: (_view, event) => {
        tab.hear(event);
        return false;
      },
      transformPastedHTML: cleanPasted,
      clipboardTextParser: (text, _context, isPlain) => readPastedText(text, isPlain),
      handleDOMEvents: {
        pointerdown: () => tab.pressed(),
        blur: (view) => tab.blurred(view.dom),
        paste: (_view, event) => refuseTooBig(event, event.clipboardData, options.onTooBig),
        drop: (_view, event) => refuseTooBig(event, event.dataTransfer, options.onTooBig),
      },
    },
  );
}

/** The line of the caret and one more, above the foot of the page and the keyboard. */
export function keepCaretInView(view: EditorView): void {
  if (!view.isDestroyed) keepInView(view.coordsAtPos(view.state.selection.head));
}

/** Where the focus comes to a short note, it is seen whole, above the tools that come with the focus. */
export function keepNoteInView(view: EditorView): void {
  if (!view.isDestroyed && !showWhole(view.dom.getBoundingClientRect())) keepCaretInView(view);
}

/** Before anything is made of it: ten million characters would keep the page busy for minutes. */
function refuseTooBig(event: Event, data: DataTransfer | null, onTooBig: () => void): boolean {
  const text = data?.getData("text/plain") ?? "";
  const isTooBig =
    text.length > LARGEST_PASTE ||
    (data?.getData("text/html").length ?? 0) > LARGEST_MARKUP ||
    (text.match(/\n/g)?.length ?? 0) > MOST_LINES;
  if (!isTooBig) return false;
  event.preventDefault();
  onTooBig();
  return true;
}

/** An invitation in an empty note, drawn by CSS so that it is never part of the text. */
function placeholder(words: string): Plugin {
  return new Plugin({
    view: (view) => {
      const show = ({ state, dom }: EditorView): void => {
        const isEmpty = state.doc.childCount === 1 && state.doc.firstChild?.content.size === 0;
        const isPlain = state.doc.firstChild?.type === schema.nodes.paragraph;
        dom.toggleAttribute("data-empty", isEmpty && isPlain);
        dom.style.setProperty("--note-placeholder", JSON.stringify(words));
      };
      show(view);
      return { update: show };
    },
  });
}
