/**
 * The shape of a note, the same here as in notes/schema.py.
 *
 * Lists and items may be empty: two people's edits can meet in such a shape, and what does not fit the schema would be
 * deleted for both.
 */
import { type Attrs, Schema } from "prosemirror-model";

const SAFE_LINK = /^(https?:\/\/|mailto:)/i;
const FIRST_HEADING = 3; // a note stands under the page's and the topic's own headings

export function isSafeLink(href: string): boolean {
  return SAFE_LINK.test(href.trim());
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      group: "block",
      content: "inline*",
      parseDOM: [{ tag: "p[data-kept]", preserveWhitespace: "full", priority: 60 }, { tag: "p" }],
      toDOM: () => ["p", 0],
    },
    heading: {
      group: "block",
      content: "inline*",
      defining: true,
      attrs: { level: { default: 1 } },
      parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(level, 3) } })),
      toDOM: (node) => [`h${clampLevel(node.attrs.level) + FIRST_HEADING - 1}`, 0],
    },
    blockquote: {
      group: "block",
      content: "block*",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    bullet_list: { group: "block", content: "list_item*", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: {
      group: "block",
      content: "list_item*",
      attrs: { order: { default: 1 } },
      parseDOM: [{ tag: "ol" }],
      toDOM: () => ["ol", 0],
    },
    list_item: { content: "block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    check_list: {
      group: "block",
      content: "check_item*",
      parseDOM: [{ tag: "ul.note-checks", priority: 60 }],
      toDOM: () => ["ul", { class: "note-checks", role: "list" }, 0],
    },
    check_item: {
      content: "block*",
      defining: true,
      attrs: { checked: { default: false } },
      parseDOM: [
        {
          tag: "li.note-check",
          priority: 60,
          contentElement: "div",
          getAttrs: (li): Attrs => ({ checked: li.querySelector("input")?.hasAttribute("checked") ?? false }),
        },
      ],
      toDOM: (node) => [
        "li",
        { class: "note-check" },
        ["input", { type: "checkbox", ...(node.attrs.checked ? { checked: "" } : {}) }],
        ["div", 0],
      ],
    },
    hard_break: {
      group: "inline",
      inline: true,
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
      leafText: () => "\n",
    },
    text: { group: "inline" },
  },
  marks: {
    link: {
      attrs: { href: { default: "" } },
      inclusive: false,
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (a) => {
            const href = a.getAttribute("href") ?? "";
            return isSafeLink(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark) => {
        const href = isSafeLink(String(mark.attrs.href)) ? String(mark.attrs.href) : "";
        return ["a", { href, rel: "noopener noreferrer nofollow", target: "_blank" }, 0];
      },
    },
    strong: {
      parseDOM: [
        { tag: "strong" },
        // A copied Google document lies in a <b> that is not bold.
        { tag: "b", getAttrs: (b) => !/font-weight:\s*(normal|[1-5]00)/.test(styleOf(b)) && null },
        { tag: "span", consuming: false, getAttrs: (b) => /font-weight:\s*(bold|[6-9]00)/.test(styleOf(b)) && null },
      ],
      toDOM: () => ["strong", 0],
    },
    em: {
      parseDOM: [
        { tag: "i" },
        { tag: "em" },
        { tag: "span", consuming: false, getAttrs: (span) => /font-style:\s*italic/.test(styleOf(span)) && null },
      ],
      toDOM: () => ["em", 0],
    },
  },
});

/** As it was written: our policy keeps the browser from making anything of a pasted style. */
function styleOf(element: HTMLElement): string {
  return element.getAttribute("style") ?? "";
}

function clampLevel(level: unknown): number {
  return typeof level === "number" ? Math.min(Math.max(Math.round(level), 1), 3) : 1;
}
