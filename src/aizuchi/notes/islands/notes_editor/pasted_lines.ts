/**
 * What CSS would make of pasted elements, made into the lines of a note. Three rules decide: a block begins and ends a
 * line, a break ends one, and a line end in preserved space is a break. One line of words, one paragraph: a line is what
 * becomes a TODO.
 */
import { takeBox } from "./pasted_boxes";
import { makeCheckItem, styleOf } from "./pasted_dom";
import { makeList } from "./pasted_lists";
import { isSameMark, type Look, lookOf, marksOf, PLAIN, spaceOf } from "./pasted_look";

/** The blocks of the HTML standard's own style sheet. Whatever else exists is inline, as browsers have it. */
const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DETAILS DIALOG DIR DIV DL DT FIELDSET FIGCAPTION FIGURE " +
    "FOOTER FORM H1 H2 H3 HEADER HGROUP HR LEGEND LI LISTING MAIN MENU NAV OL OPTGROUP OPTION P PLAINTEXT PRE SEARCH " +
    "SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL XMP"
  ).split(" "),
);
const DISPLAY = /(?:^|;)\s*display:\s*([a-z-]+)/i;
const CJK = "\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uffef";
const WRAPPED_LINE = new RegExp(`(?<=[${CJK}])[ \\t]*\\r?\\n\\s*(?=[${CJK}])`, "g");
const BETWEEN_CELLS = " | ";

/** A document of lines in place of whatever was pasted. */
export function makeLines(body: HTMLElement): HTMLElement {
  const lines = document.createElement("div");
  const flow = new Flow(lines);
  flow.walk(body, PLAIN);
  flow.end();
  const only = lines.children.length === 1 ? lines.firstElementChild : null;
  if (only?.matches("p") && ![...body.querySelectorAll("*")].some(isBlock)) only.replaceWith(...only.childNodes);
  return lines;
}

export function isBlock(node: Node): node is Element {
  if (!(node instanceof Element)) return false;
  const display = DISPLAY.exec(styleOf(node))?.[1]?.toLowerCase();
  if (display?.startsWith("inline") || display === "contents") return false;
  return display === undefined ? BLOCKS.has(node.nodeName) : true;
}

/** Fills a box with lines, one after the other. */
class Flow {
  #line: HTMLElement | null = null;
  /** The last character of the line; empty as long as it has no words. */
  #latest = "";
  #isTicked: boolean | null = null;

  constructor(
    private readonly box: HTMLElement,
    private readonly name = "p",
    /** What stands where a line would end: in a row of a table all is one line. */
    private readonly between = "",
  ) {}

  walk(parent: Element, look: Look): void {
    for (const node of parent.childNodes) {
      if (node instanceof Text) this.#write(node.data, look);
      else if (node instanceof Element) this.#take(node, look);
    }
  }

  end(): void {
    const line = this.#line;
    this.#line = null;
    this.#latest = "";
    if (!line) return;
    trimEnd(line);
    const isTicked = this.#isTicked;
    this.#isTicked = null;
    if (!line.textContent?.trim()) line.remove();
    else if (isTicked !== null) line.replaceWith(makeList(isTicked ? "☑" : "☐", 1, [...line.childNodes]));
  }

  /** A block or a break: in one line it only keeps words apart. */
  #turn(): void {
    if (!this.between) this.end();
    else if (this.#latest) this.#write(this.between, PLAIN);
  }

  #take(element: Element, look: Look): void {
    const { nodeName } = element;
    if (nodeName === "BR") this.#break(look);
    else if (nodeName === "IMG") this.#write(emojiOf(element as HTMLImageElement), look);
    else if (nodeName === "INPUT") this.#takeInput(element);
    else if (!isBlock(element)) this.walk(element, lookOf(element, look));
    else {
      this.#turn();
      this.#takeBlock(element, { ...look, space: spaceOf(element, look.space), isHeading: false });
      this.#turn();
    }
  }

  #takeBlock(block: Element, look: Look): void {
    const { nodeName } = block;
    if (this.between) this.walk(block, look);
    else if (nodeName === "UL" || nodeName === "OL" || nodeName === "MENU") this.#takeList(block, look);
    else if (nodeName === "TR") this.#takeRow(block as HTMLTableRowElement, look);
    else if (nodeName === "BLOCKQUOTE") this.#takeInto("blockquote", block, look);
    else if (/^H[1-3]$/.test(nodeName)) this.#takeHeading(block, look);
    else this.walk(block, look);
  }

  #takeHeading(heading: Element, look: Look): void {
    const flow = new Flow(this.box, heading.nodeName.toLowerCase());
    flow.walk(heading, { ...look, isHeading: true });
    flow.end();
  }

  #takeInto(name: string, block: Element, look: Look): HTMLElement | null {
    const box = document.createElement(name);
    const flow = new Flow(box);
    flow.walk(block, look);
    flow.end();
    if (!box.hasChildNodes()) return null;
    this.box.append(box);
    return box;
  }

  /** An inner list that stands beside the item it belongs to, as Google has it, goes into it. */
  #takeList(block: Element, look: Look): void {
    const list = document.createElement(block.nodeName === "OL" ? "ol" : "ul");
    const { level } = (block as HTMLElement).dataset;
    if (level) list.dataset.level = level;
    for (const child of [...block.children]) {
      const isTicked = child.matches("li") ? takeBox(child) : null;
      const last = list.lastElementChild?.querySelector<HTMLElement>(":scope > div") ?? list.lastElementChild;
      if (child.matches("ul, ol") && last) new Flow(last as HTMLElement).#takeList(child, look);
      else {
        const item = new Flow(list).#takeInto("li", child, { ...look, space: spaceOf(child, look.space) });
        if (item && isTicked !== null) makeCheckItem(item, isTicked);
      }
    }
    if (list.querySelector(":scope > .note-check")) makeAllChecks(list);
    if (list.hasChildNodes()) this.box.append(list);
  }

  /** A row is a line, its cells apart; where cells hold lists, or only make room on a page, they are blocks. */
  #takeRow(row: HTMLTableRowElement, look: Look): void {
    const cells = [...row.cells].filter((cell) => cell.textContent?.trim() || cell.querySelector("input, img"));
    const isLayout = row.closest("table")?.matches("[role=presentation], [role=none]");
    if (cells.length < 2 || isLayout || cells.some((cell) => cell.querySelector("ul, ol, table, blockquote"))) {
      for (const cell of cells) this.#takeBlockOf(cell, look);
      return;
    }
    const flow = new Flow(this.box, "p", " ");
    for (const cell of row.cells) {
      if (flow.#latest) flow.#write(BETWEEN_CELLS, PLAIN);
      flow.walk(cell, { ...look, space: spaceOf(cell, look.space) });
    }
    flow.end();
  }

  #takeBlockOf(cell: Element, look: Look): void {
    this.walk(cell, look);
    this.end();
  }

  /** Before the first word it makes its line one that can be ticked. */
  #takeInput(input: Element): void {
    if (input.matches("[type=checkbox]") && !this.#latest.trim()) {
      this.#isTicked = input.hasAttribute("checked");
      this.#open();
    }
  }

  #break(look: Look): void {
    if (!look.isHeading) this.#turn();
    else if (this.#latest) this.#line?.append(document.createElement("br"));
  }

  #write(words: string, look: Look): void {
    if (look.space === "collapsed") this.#writeCollapsed(words, look);
    else {
      for (const [index, line] of words.split(/\r\n?|\n/).entries()) {
        if (index > 0) this.#break(look);
        if (look.space === "lines") this.#writeCollapsed(line, look);
        else if (line) this.#append(line, look);
      }
    }
  }

  /** Word breaks long lines of its source anywhere, which would leave spaces inside Japanese sentences. */
  #writeCollapsed(words: string, look: Look): void {
    const collapsed = words.replaceAll(WRAPPED_LINE, "").replaceAll(/[ \t\r\n\f\u00a0]+/g, " ");
    const visible = this.#latest === "" || this.#latest === " " ? collapsed.trimStart() : collapsed;
    if (visible) this.#append(visible, look);
  }

  #append(words: string, look: Look): void {
    const line = this.#open();
    if (look.space === "kept" && /^\s|\s\s|\t/.test(words)) line.dataset.kept = "";
    let place: HTMLElement = line;
    for (const mark of words.trim() ? marksOf(look) : []) {
      const last = place.lastChild;
      if (!isSameMark(last, mark)) place.append(mark);
      place = place.lastChild as HTMLElement;
    }
    if (place.lastChild instanceof Text) place.lastChild.appendData(words);
    else place.append(words);
    this.#latest = words.at(-1) ?? "";
  }

  #open(): HTMLElement {
    if (!this.#line) {
      this.#line = document.createElement(this.name);
      this.box.append(this.#line);
    }
    return this.#line;
  }
}

function emojiOf(image: HTMLImageElement): string {
  const isEmoji = image.matches("[data-stringify-type=emoji], .emoji") || /^\p{Extended_Pictographic}/u.test(image.alt);
  return isEmoji ? image.alt : "";
}

/** A list is of one kind: an item without a box among others that have one gets an empty one. */
function makeAllChecks(list: HTMLElement): void {
  list.className = "note-checks";
  for (const item of list.querySelectorAll(":scope > li:not(.note-check)")) makeCheckItem(item, false);
}

function trimEnd(line: HTMLElement): void {
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const all: Text[] = [];
  while (texts.nextNode()) all.push(texts.currentNode as Text);
  for (const text of all.toReversed()) {
    text.data = text.data.trimEnd();
    if (text.data) return;
    text.remove();
  }
}
