/** Small steps on pasted elements. They live in a document of their own, which runs and loads nothing. */

const BLOCKS = "p, div, ul, ol, li, dl, table, blockquote, pre, h1, h2, h3, h4, h5, h6, section, article, hr";

/** As it was written: our policy keeps the browser from making anything of a pasted style. */
export function styleOf(element: Element): string {
  return element.getAttribute("style") ?? "";
}

export function isBlock(node: Node): boolean {
  return node instanceof Element && (node.matches(BLOCKS) || node.querySelector(BLOCKS) !== null);
}

export function isSpace(node: Node): boolean {
  return node.nodeName === "BR" || (node.nodeType === Node.TEXT_NODE && !node.textContent?.trim());
}

/** The same content under another name; attributes stay behind. */
export function rename(element: Element, name: string): HTMLElement {
  const renamed = document.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** The box to tick and its words, as the schema reads them. */
export function makeCheckItem(item: Element, isChecked: boolean): void {
  const box = document.createElement("input");
  box.type = "checkbox";
  if (isChecked) box.setAttribute("checked", "");
  const words = document.createElement("div");
  words.append(...item.childNodes);
  item.replaceChildren(box, words);
  item.className = "note-check";
}
