/** What keys, Markdown and the buttons under a note do. */
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { MarkType, Node, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, type Plugin, TextSelection } from "prosemirror-state";
import { redoCommand, undoCommand } from "y-prosemirror";
import { schema } from "./schema";

const { nodes, marks } = schema;

export type CommandName = "heading" | "list" | "numbers" | "checks" | "quote" | "bold" | "italic" | "undo" | "redo";

export const commands: Record<CommandName, Command> = {
  heading: (state, dispatch) =>
    isIn(state, nodes.heading)
      ? setBlockType(nodes.paragraph)(state, dispatch)
      : setBlockType(nodes.heading, { level: 1 })(state, dispatch),
  list: toggleList(nodes.bullet_list, nodes.list_item),
  numbers: toggleList(nodes.ordered_list, nodes.list_item),
  checks: toggleList(nodes.check_list, nodes.check_item),
  quote: (state, dispatch) =>
    isIn(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch),
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  undo: undoCommand,
  redo: redoCommand,
};

export function isActive(name: string, state: EditorState): boolean {
  switch (name) {
    case "heading":
      return isIn(state, nodes.heading);
    case "list":
      return innermostList(state) === nodes.bullet_list;
    case "numbers":
      return innermostList(state) === nodes.ordered_list;
    case "checks":
      return innermostList(state) === nodes.check_list;
    case "quote":
      return isIn(state, nodes.blockquote);
    case "bold":
      return hasMark(state, marks.strong);
    case "italic":
      return hasMark(state, marks.em);
    case "link":
      return hasMark(state, marks.link);
    default:
      return false;
  }
}

/** The words of the line the caret is in, for a TODO. */
export function lineOf(state: EditorState): string {
  return state.selection.$head.parent.textContent.trim();
}

export function setLink(href: string): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (!dispatch) return true;
    const tr = state.tr;
    if (empty) tr.insert(from, schema.text(href, [marks.link.create({ href })]));
    else if (href) tr.addMark(from, to, marks.link.create({ href }));
    else tr.removeMark(from, to, marks.link);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** `onAction` makes a TODO of the line; `mayTab` is false right after Escape, so that Tab can leave the note. */
export function keys(onAction: Command, mayTab: () => boolean): Plugin[] {
  const hardBreak = chainCommands(exitCode, (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  });
  return [
    keymap({
      "Mod-z": undoCommand,
      "Mod-y": redoCommand,
      "Mod-Shift-z": redoCommand,
      "Mod-b": commands.bold,
      "Mod-i": commands.italic,
      "Mod-Shift-7": commands.numbers,
      "Mod-Shift-8": commands.list,
      "Mod-Shift-9": commands.checks,
      "Mod-Shift-x": toggleCheck,
      "Mod-Enter": onAction,
      "Shift-Enter": hardBreak,
      Enter: chainCommands(splitListItem(nodes.list_item), splitListItem(nodes.check_item, { checked: false })),
      Tab: (state, dispatch) => mayTab() && (inItem(sinkListItem)(state, dispatch) || innermostList(state) !== null),
      "Shift-Tab": (state, dispatch) => mayTab() && inItem(liftListItem)(state, dispatch),
      Backspace: leaveEmptyItem,
    }),
    keymap(baseKeymap),
  ];
}

export function markdownRules(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^([#＃]{1,3})[ 　]$/, nodes.heading, (match) => ({ level: match[1]?.length ?? 1 })),
      wrappingInputRule(/^[[［]([xX ]?)[\]］][ 　]$/, nodes.check_list),
      wrappingInputRule(/^[-*+・][ 　]$/, nodes.bullet_list),
      wrappingInputRule(/^[1１][.)．）][ 　]$/, nodes.ordered_list),
      wrappingInputRule(/^[>＞][ 　]$/, nodes.blockquote),
      markRule(/\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong),
      markRule(/(?<!\*)\*([^*\s](?:[^*]*[^*\s])?)\*$/, marks.em),
    ],
  });
}

export function toggleCheckAt(state: EditorState, position: number): ReturnType<EditorState["tr"]["setNodeAttribute"]> {
  const item = state.doc.nodeAt(position);
  return state.tr.setNodeAttribute(position, "checked", !item?.attrs.checked);
}

const toggleCheck: Command = (state, dispatch) => {
  const depth = depthOf(state, nodes.check_item);
  if (depth === null) return false;
  dispatch?.(toggleCheckAt(state, state.selection.$from.before(depth)));
  return true;
};

const leaveEmptyItem: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || innermostList(state) === null) return false;
  return $from.index(-1) === 0 && inItem(liftListItem)(state, dispatch);
};

function toggleList(list: NodeType, item: NodeType): Command {
  return (state, dispatch, view) => {
    const current = innermostList(state);
    if (current === null) return wrapInList(list)(state, dispatch);
    if (current === list) return liftListItem(item)(state, dispatch);
    return changeList(list, item)(state, dispatch, view);
  };
}

/** Another kind of list, the same lines. */
function changeList(list: NodeType, item: NodeType): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const depth = listDepth(state);
    if (depth === null) return false;
    const old = $from.node(depth);
    const items: Node[] = [];
    old.forEach((child) => void items.push(item.create(null, child.content)));
    const start = $from.before(depth);
    if (dispatch) {
      const tr = state.tr.replaceWith(start, start + old.nodeSize, list.create(null, items));
      const { anchor, head } = state.selection; // both kinds of list are equally deep, so places stay the same
      dispatch(tr.setSelection(TextSelection.create(tr.doc, anchor, head)).scrollIntoView());
    }
    return true;
  };
}

function inItem(command: (type: NodeType) => Command): Command {
  return chainCommands(command(nodes.list_item), command(nodes.check_item));
}

function markRule(pattern: RegExp, mark: MarkType): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const words = match[1] ?? "";
    const tr = state.tr.replaceWith(start, end, schema.text(words, [mark.create()]));
    return tr.removeStoredMark(mark);
  });
}

function depthOf(state: EditorState, type: NodeType): number | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return depth;
  return null;
}

function isIn(state: EditorState, type: NodeType): boolean {
  return depthOf(state, type) !== null;
}

function listDepth(state: EditorState): number | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if (isList($from.node(depth).type)) return depth;
  return null;
}

function innermostList(state: EditorState): NodeType | null {
  const depth = listDepth(state);
  return depth === null ? null : state.selection.$from.node(depth).type;
}

function isList(type: NodeType): boolean {
  return type === nodes.bullet_list || type === nodes.ordered_list || type === nodes.check_list;
}

function hasMark(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(mark.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, mark);
}
