/** The many ways of other programs to say "list". Each is turned into flat lists with a level, which are then joined. */
import { isSpace, makeCheckItem, styleOf } from "./pasted_dom";

const ORDERED = /^[(（]?([0-9０-９]+|[a-z]{1,4}|[ァ-ヶ]|[一二三四五六七八九十]+)[.)．）、,]$|^[0-9０-９]+$|^[①-⑳]/i;
const BOX = /^\s*([☐☑☒✓✔])\s*/u;
const TICKED = "☑☒✓✔";
const SIGNS: Record<string, string> = { bullet: "・", ordered: "1.", checked: "☑", unchecked: "☐" };

/** Word writes paragraphs with a margin and a painted sign; `mso-list` tells that they were a list. */
export function readWordLists(body: HTMLElement): void {
  for (const line of body.querySelectorAll("[style*='mso-list']:is(p, div, h1, h2, h3, h4, h5, h6)")) {
    const sign = takeSign(line);
    const level = /mso-list:\s*l\d+\s+level(\d+)/i.exec(styleOf(line))?.[1];
    if (level && line.matches("p, div")) line.replaceWith(makeList(sign, Number(level), [...line.childNodes]));
  }
  for (const line of body.querySelectorAll("p")) {
    const box = BOX.exec(line.textContent ?? "")?.[1];
    if (box) line.replaceWith(makeList(box, 1, [...withoutSign(line)]));
  }
}

function takeSign(line: Element): string {
  const sign = [...line.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
  const words = sign?.textContent?.trim() ?? "";
  sign?.remove();
  return words;
}

function withoutSign(line: Element): NodeListOf<ChildNode> {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    const isIt = BOX.test(text.data);
    text.data = text.data.replace(BOX, "").trimStart();
    if (isIt) break;
  }
  return line.childNodes;
}

/** A list of one line, which `joinLists` puts together with its neighbours. */
export function makeList(sign: string, level: number, content: Node[]): HTMLElement {
  const list = document.createElement(ORDERED.test(sign) ? "ol" : "ul");
  const item = document.createElement("li");
  const line = document.createElement("p");
  line.append(...content);
  item.append(line);
  list.append(item);
  list.dataset.level = String(level);
  if (BOX.test(sign)) {
    list.className = "note-checks";
    makeCheckItem(item, TICKED.includes(sign));
  }
  return list;
}

/** Word in the browser gives each line a list of its own, in a box of its own. */
export function readWordWebLists(body: HTMLElement): void {
  for (const item of body.querySelectorAll<HTMLElement>("li[data-aria-level]")) {
    const list = item.parentElement;
    if (list) list.dataset.level = item.dataset.ariaLevel ?? "1";
    const box = list?.parentElement;
    if (box?.matches("div") && box.children.length === 1) box.replaceWith(...box.childNodes);
  }
}

/** Slack writes one flat list for each depth. */
export function readSlackLists(body: HTMLElement): void {
  for (const list of body.querySelectorAll<HTMLElement>("[data-stringify-type$=-list]")) {
    list.dataset.level = list.dataset.indent ?? "0";
  }
}

/** Quill writes one flat list, each line of which says what it is and how deep. */
export function readLineLists(body: HTMLElement): void {
  for (const item of body.querySelectorAll("li[data-list]")) {
    const list = item.parentElement;
    const sign = SIGNS[item.getAttribute("data-list") ?? ""];
    if (!list || sign === undefined) continue;
    const level = Number(/\bql-indent-(\d)\b/.exec(item.className)?.[1] ?? 0) + 1;
    list.before(makeList(sign, level, [...item.childNodes]));
    item.remove();
    if (!list.textContent?.trim()) list.remove();
  }
}

/** Neighbouring lists with a level become one, the deeper ones inside. */
export function joinLists(parent: Element): void {
  let open: HTMLElement[] = [];
  for (const child of [...parent.children] as HTMLElement[]) {
    if (!child.dataset.level) {
      if (!child.matches("br")) open = [];
      continue;
    }
    if (hasWordsBetween(open[0], child)) open = [];
    while (open.length > 0 && levelOf(open.at(-1)) > levelOf(child)) open.pop();
    const last = open.at(-1);
    if (last && levelOf(last) === levelOf(child)) {
      if (isSameKind(last, child)) last.append(...takeItems(child));
      else {
        last.after(child);
        open[open.length - 1] = child;
      }
    } else {
      if (last) (last.lastElementChild?.querySelector(":scope > div") ?? last.lastElementChild)?.append(child);
      open.push(child);
    }
  }
}

function takeItems(list: Element): ChildNode[] {
  const items = [...list.childNodes];
  list.remove();
  return items;
}

function hasWordsBetween(first: HTMLElement | undefined, list: HTMLElement): boolean {
  let node = list.previousSibling;
  while (node && node !== first) {
    if (!isSpace(node) && node.nodeType === Node.TEXT_NODE) return true;
    node = node.previousSibling;
  }
  return false;
}

function levelOf(list: HTMLElement | undefined): number {
  return Number(list?.dataset.level ?? 0);
}

function isSameKind(one: Element, other: Element): boolean {
  return one.nodeName === other.nodeName && one.className === other.className;
}
