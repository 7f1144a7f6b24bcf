/** What keys, Markdown and the buttons under a note do. */
import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import type { MarkType, NodeType } from "prosemirror-model";
import { splitListItem } from "prosemirror-schema-list";
import type { Command, EditorState, Plugin } from "prosemirror-state";
import { redoCommand, undoCommand } from "y-prosemirror";
import { goIn, goOut, innermostList, joinItemBefore, leaveItem, toggleList } from "./lists";
import { schema } from "./schema";
import type { TabKey } from "./tab_key";

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

/** A link on what is chosen; with nothing chosen, `words` stand for it. An empty address takes the link away. */
export function setLink(href: string, words = href): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (!dispatch) return true;
    const tr = state.tr;
    if (empty && href) tr.insert(from, schema.text(words, [marks.link.create({ href })]));
    else if (href) tr.addMark(from, to, marks.link.create({ href }));
    else tr.removeMark(from, to, marks.link);
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** `onAction` makes a TODO of the line. */
export function keys(onAction: Command, tab: TabKey): Plugin[] {
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
      Tab: (state, dispatch) => tab.isOurs && goIn(state, dispatch) && tab.taken(),
      "Shift-Tab": (state, dispatch) => tab.isOurs && goOut(state, dispatch) && tab.taken(),
      Backspace: chainCommands(leaveItem, joinItemBefore),
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

function hasMark(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(mark.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, mark);
}
