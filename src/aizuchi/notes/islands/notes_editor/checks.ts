/** A line with a box that can be ticked. */
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView } from "prosemirror-view";
import { toggleCheckAt } from "./commands";

export function checkItemView(label: string) {
  return (node: Node, view: EditorView, position: () => number | undefined): NodeView => {
    const dom = document.createElement("li");
    dom.className = "note-check";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.contentEditable = "false";
    box.ariaLabel = label;
    const contentDOM = document.createElement("div");
    dom.append(box, contentDOM);
    const show = (shown: Node): void => {
      box.checked = Boolean(shown.attrs.checked);
      box.disabled = !view.editable;
    };
    box.addEventListener("change", () => {
      const at = position();
      if (at !== undefined) view.dispatch(toggleCheckAt(view.state, at));
    });
    show(node);
    return {
      dom,
      contentDOM,
      update: (next) => {
        if (next.type !== node.type) return false;
        show(next);
        return true;
      },
      stopEvent: (event) => event.target === box,
      ignoreMutation: (mutation) => mutation.type !== "selection" && mutation.target === box,
    };
  };
}
