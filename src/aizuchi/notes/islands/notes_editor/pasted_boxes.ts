/** The many ways of other programs to say "a line with a box to tick". */

const TICKED = /^(true|checked|done|complete)$/i;
const WRITTEN = /^\s*\[([ xX]?)\]\s+/;

/** Whether the box of an item is ticked; null where it has none. A painted or written box is taken out of the item. */
export function takeBox(item: Element): boolean | null {
  return boxSaidBy(item) ?? takePaintedBox(item) ?? takeWrittenBox(item);
}

function boxSaidBy(item: Element): boolean | null {
  if (item.getAttribute("role") === "checkbox") return item.getAttribute("aria-checked") === "true";
  const said = item.getAttribute("data-checked") ?? item.parentElement?.getAttribute("data-checked"); // Tiptap; Quill 1
  if (said !== null && said !== undefined) return TICKED.test(said);
  const list = item.getAttribute("data-list"); // Quill 2
  if (list === "checked" || list === "unchecked") return TICKED.test(list);
  if (item.hasAttribute("data-inline-task-id")) return item.classList.contains("checked"); // Confluence
  return null;
}

/** An input, or what Notion exports in its place. Only before the first word. */
function takePaintedBox(item: Element): boolean | null {
  const box = item.querySelector("input[type=checkbox], .checkbox-on, .checkbox-off");
  if (!box || box.closest("li") !== item || hasWordsBefore(item, box)) return null;
  const isTicked = box.matches("input") ? box.hasAttribute("checked") : box.matches(".checkbox-on");
  box.remove();
  return isTicked;
}

function takeWrittenBox(item: Element): boolean | null {
  const texts = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const box = WRITTEN.exec(text.data);
    if (box) text.data = text.data.slice(box[0].length);
    if (text.data.trim()) return box ? box[1] !== "" && box[1] !== " " : null;
  }
  return null;
}

function hasWordsBefore(item: Element, box: Element): boolean {
  const before = document.createRange();
  before.setStart(item, 0);
  before.setEndBefore(box);
  return before.toString().trim() !== "";
}
