/** Small steps on pasted elements. They live in a document of their own, which runs and loads nothing. */

/** As it was written: our policy keeps the browser from making anything of a pasted style. */
export function styleOf(element: Element): string {
  return element.getAttribute("style") ?? "";
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
