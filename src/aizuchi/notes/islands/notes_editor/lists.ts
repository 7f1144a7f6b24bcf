/** What the keys do in lists: further in, further out, and back out of them. */
import { chainCommands } from "prosemirror-commands";
import type { Node, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, TextSelection } from "prosemirror-state";
import { canJoin } from "prosemirror-transform";
import { schema } from "./schema";

const { nodes } = schema;

export function toggleList(list: NodeType, item: NodeType): Command {
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

/** Further in; where there is nothing to go into, the key is still the list's. */
export const goIn: Command = (state, dispatch) =>
  inItem(sinkListItem)(state, dispatch) || innermostList(state) !== null;

/** Further out, never out of the list: on the way to somewhere else nobody means to undo it for both. */
export const goOut: Command = (state, dispatch) => listsAround(state) > 1 && inItem(liftListItem)(state, dispatch);

/** At the beginning of an item: out of the list. */
export const leaveItem: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || innermostList(state) === null) return false;
  return $from.index(-1) === 0 && inItem(liftListItem)(state, dispatch);
};

/**
 * At the beginning of a line that follows a list: on to the end of its last item. Left alone, the editor would make an
 * item of the line again, and Backspace would go round in circles.
 */
export const joinItemBefore: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || !$from.parent.isTextblock) return false;
  const place = state.doc.resolve($from.before());
  const list = place.nodeBefore;
  const end = list && isList(list.type) ? endOfLastLine(list, place.pos) : null;
  if (list === null || end === null) return false;
  if (dispatch) {
    const tr = state.tr.delete(end, $from.pos);
    const after = tr.doc.resolve(end).after(place.depth + 1);
    const next = tr.doc.resolve(after).nodeAfter;
    if (next?.type === list.type && canJoin(tr.doc, after)) tr.join(after);
    dispatch(tr.setSelection(TextSelection.create(tr.doc, end)).scrollIntoView());
  }
  return true;
};

/** Where the words of the last line in a node end that itself ends at `position`; null where it holds no line. */
function endOfLastLine(node: Node, position: number): number | null {
  if (node.isTextblock) return position - 1;
  return node.lastChild ? endOfLastLine(node.lastChild, position - 1) : null;
}

export function innermostList(state: EditorState): NodeType | null {
  const depth = listDepth(state);
  return depth === null ? null : state.selection.$from.node(depth).type;
}

function listDepth(state: EditorState): number | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if (isList($from.node(depth).type)) return depth;
  return null;
}

function listsAround({ selection: { $from } }: EditorState): number {
  let lists = 0;
  for (let depth = $from.depth; depth > 0; depth--) if (isList($from.node(depth).type)) lists += 1;
  return lists;
}

function isList(type: NodeType): boolean {
  return type === nodes.bullet_list || type === nodes.ordered_list || type === nodes.check_list;
}

function inItem(command: (type: NodeType) => Command): Command {
  return chainCommands(command(nodes.list_item), command(nodes.check_item));
}
