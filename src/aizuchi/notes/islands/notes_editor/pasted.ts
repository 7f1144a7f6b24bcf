/**
 * What other programs put on the clipboard, made into what a note is made of: paragraphs, headings, lists, boxes to
 * tick, quotes, links, bold and italic. The schema lets nothing else through anyway; here its meaning is kept.
 */
import { isBlock, rename, styleOf, unwrap } from "./pasted_dom";
import {
  joinLists,
  readGoogleLists,
  readSlackLists,
  readTaskLists,
  readWordLists,
  readWordWebLists,
} from "./pasted_lists";
import { isSafeLink } from "./schema";

const DROPPED =
  "script, style, template, noscript, iframe, object, svg, math, meta, link, title, xml, button, select, textarea, " +
  "canvas, video, audio, .msoDel, .MsoCommentReference, .EOP, .c-timestamp, [aria-roledescription=checkbox]";
const HIDDEN = /mso-hide:\s*all|display:\s*none|mso-element:\s*(comment|footnote|endnote|header|footer)/i;
const BOLD = /font-weight:\s*(bold|bolder|[6-9]00)/i;
const LIGHT = /font-weight:\s*(normal|lighter|[1-5]00)/i;
const ITALIC = /font-style:\s*(italic|oblique)/i;
const UPRIGHT = /font-style:\s*normal/i;
const KEPT: Record<string, readonly string[]> = {
  P: [],
  H1: [],
  H2: [],
  H3: [],
  UL: ["class", "data-level"],
  OL: ["data-level"],
  LI: ["class"],
  INPUT: ["type", "checked"],
  BLOCKQUOTE: [],
  STRONG: [],
  EM: [],
  A: ["href"],
  BR: [],
};
const TEXT_BLOCKS = "p, h1, h2, h3";
const CJK = "\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uffef";
const WRAPPED_LINE = new RegExp(`(?<=[${CJK}])[ \\t]*\\r?\\n\\s*(?=[${CJK}])`, "g");

/** Our own notes come back as they went. */
export function cleanPasted(html: string): string {
  if (html.includes("data-pm-slice")) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  drop(body);
  for (const read of [readWordLists, readWordWebLists, readGoogleLists, readSlackLists, readTaskLists]) read(body);
  readHeadingsAndBreaks(body);
  for (const image of body.querySelectorAll("img")) image.replaceWith(emojiOf(image));
  for (const inline of body.querySelectorAll("b, strong, i, em, span, font")) readLooks(inline);
  readSpaces(body);
  makeLines(body);
  keepWhatWeKnow(body);
  joinLists(body);
  tidy(body);
  return body.innerHTML;
}

function drop(body: HTMLElement): void {
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  for (const element of body.querySelectorAll("[style]")) if (HIDDEN.test(styleOf(element))) element.remove();
  for (const comment of nodesIn(body, NodeFilter.SHOW_COMMENT)) comment.parentNode?.removeChild(comment);
}

function readHeadingsAndBreaks(body: HTMLElement): void {
  for (const heading of body.querySelectorAll("[role=heading], .MsoTitle")) {
    rename(heading, `h${Math.min(Number(heading.getAttribute("aria-level")) || 1, 3)}`);
  }
  for (const heading of body.querySelectorAll("h4, h5, h6")) rename(heading, "h3");
  for (const end of body.querySelectorAll("[data-stringify-type=paragraph-break]")) rename(end, "br");
}

function emojiOf(image: HTMLImageElement): string {
  const isEmoji = image.matches("[data-stringify-type=emoji], .emoji") || /^\p{Extended_Pictographic}/u.test(image.alt);
  return isEmoji ? image.alt : "";
}

/** Google wraps a whole document in a <b> that is not bold; headings of word processors are bold anyway. */
function readLooks(inline: Element): void {
  const style = styleOf(inline);
  const saysSomething = !isBlock(inline) && !inline.closest("h1, h2, h3") && inline.textContent?.trim();
  const isBold = inline.matches("b, strong") ? !LIGHT.test(style) : BOLD.test(style);
  const isItalic = inline.matches("i, em") ? !UPRIGHT.test(style) : ITALIC.test(style);
  if (saysSomething && isBold) wrapContent(inline, "strong");
  if (saysSomething && isItalic) wrapContent(inline, "em");
  unwrap(inline);
}

function wrapContent(element: Element, name: string): void {
  const wrapper = document.createElement(name);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Word breaks long lines of its source anywhere, which would leave spaces inside Japanese sentences. */
function readSpaces(body: HTMLElement): void {
  for (const node of nodesIn(body, NodeFilter.SHOW_TEXT)) {
    if (node.parentElement?.closest("pre")) continue;
    node.textContent = (node.textContent ?? "").replaceAll(WRAPPED_LINE, "").replaceAll("\u00a0", " ");
  }
}

/** One line of words, one paragraph: a line is what becomes a TODO. A row of a table is a line too. */
function makeLines(body: HTMLElement): void {
  for (const row of body.querySelectorAll("tr")) {
    const words = [...row.cells].map((cell) => cell.textContent?.trim().replaceAll(/\s+/g, " "));
    row.replaceWith(lineOf([document.createTextNode(words.join(" | "))]));
  }
  for (const code of body.querySelectorAll("pre")) {
    code.replaceWith(...(code.textContent ?? "").split("\n").map((words) => lineOf([document.createTextNode(words)])));
  }
  for (const box of [body, ...body.querySelectorAll("p, div, section, article")]) {
    if (box.matches(".note-check > div") || [...box.childNodes].some(isBlock)) continue;
    if (box === body) box.replaceChildren(...(box.querySelector("br") ? splitLines(box) : box.childNodes));
    else box.replaceWith(...splitLines(box));
  }
}

function splitLines(box: Element): HTMLElement[] {
  const lines: Node[][] = [[]];
  for (const node of [...box.childNodes]) {
    if (node.nodeName === "BR") lines.push([]);
    else lines.at(-1)?.push(node);
  }
  return lines.map(lineOf);
}

function lineOf(content: Node[]): HTMLElement {
  const line = document.createElement("p");
  line.append(...content);
  return line;
}

function keepWhatWeKnow(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll("*")].toReversed()) {
    const kept = element.matches(".note-check > div") ? [] : KEPT[element.nodeName];
    if (element.matches("input:not(.note-check > input)")) element.remove();
    else if (!kept || (element.nodeName === "A" && !isGoodLink(element))) unwrap(element);
    else keepAttributes(element, kept);
  }
}

function isGoodLink(link: Element): boolean {
  return isSafeLink(link.getAttribute("href") ?? "") && Boolean(link.textContent?.trim());
}

function keepAttributes(element: Element, kept: readonly string[]): void {
  for (const { name, value } of [...element.attributes]) {
    if (!kept.includes(name) || (name === "class" && !/^note-checks?$/.test(value))) element.removeAttribute(name);
  }
}

/** Space between blocks is the page's business: empty lines, and breaks that only made room, go. */
function tidy(body: HTMLElement): void {
  for (const list of body.querySelectorAll("[data-level]")) list.removeAttribute("data-level");
  for (const rest of body.querySelectorAll("br"))
    if (!rest.nextSibling || !rest.closest(`${TEXT_BLOCKS}, li`)) rest.remove();
  for (const empty of [...body.querySelectorAll("p, h1, h2, h3, strong, em, blockquote, li, ul, ol")].toReversed()) {
    if (!empty.textContent?.trim()) unwrap(empty);
  }
  const hasBlocks = [...body.children].some(isBlock);
  for (const node of nodesIn(body, NodeFilter.SHOW_TEXT)) {
    const isBetween = !node.textContent?.trim() && !node.parentElement?.closest(`${TEXT_BLOCKS}, strong, em, a`);
    if (isBetween && hasBlocks) node.parentNode?.removeChild(node);
  }
}

function nodesIn(root: Node, what: number): Node[] {
  const walker = document.createTreeWalker(root, what);
  const found: Node[] = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}
