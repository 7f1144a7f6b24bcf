/** Plain text from a mail, a terminal or another note: its lines, and the lists that people write by hand. */
import { DOMParser, Slice } from "prosemirror-model";
import { joinLists, makeList } from "./pasted_lists";
import { schema } from "./schema";

const LISTED = /^([ \t　]*)(?:[-*•] |[・●○◦]\s*)(?:\[([ xX]?)\] )?(.*)$/;
const NUMBERED = /^([ \t　]*)([0-9０-９]+[.)．）]) ?(.*)$/;
const BOXED = /^([ \t　]*)([☐☑☒]) ?(.*)$/;
const ADDRESS = /https?:\/\/[^\s<>"'「」（）、。　]+[^\s<>"'「」（）、。　.,;:!?)]/g;

/** `isPlain`: asked for as it is, with Shift. */
export function readPastedText(text: string, isPlain = false): Slice {
  const lines = text.split(/(?:\r\n?|\n)+/);
  const box = document.createElement("div");
  // One line alone is a piece of a sentence, whatever it begins with.
  box.append(...lines.map((line) => (lines.length > 1 && !isPlain ? readLine(line) : paragraph(line))));
  joinLists(box);
  const { content } = DOMParser.fromSchema(schema).parseSlice(box, { preserveWhitespace: true });
  return Slice.maxOpen(content, true);
}

function readLine(line: string): HTMLElement {
  const listed = LISTED.exec(line);
  if (listed) return item(listed[2] === undefined ? "・" : listed[2].trim() ? "☑" : "☐", listed[1], listed[3]);
  const signed = BOXED.exec(line) ?? NUMBERED.exec(line);
  return signed ? item(signed[2] ?? "", signed[1], signed[3]) : paragraph(line);
}

function item(sign: string, indent = "", words = ""): HTMLElement {
  return makeList(sign, indent.replaceAll("\t", "  ").length + 1, [...withLinks(words)]);
}

function paragraph(words: string): HTMLElement {
  const line = document.createElement("p");
  line.append(...withLinks(words));
  return line;
}

function* withLinks(words: string): Generator<Node> {
  let from = 0;
  for (const { 0: address, index } of words.matchAll(ADDRESS)) {
    const link = document.createElement("a");
    link.href = link.textContent = address;
    yield document.createTextNode(words.slice(from, index));
    yield link;
    from = index + address.length;
  }
  yield document.createTextNode(words.slice(from));
}
