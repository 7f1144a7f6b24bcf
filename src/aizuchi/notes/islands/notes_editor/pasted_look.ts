/** How pasted words look, and what CSS makes of the space between them. Both are handed down from element to element. */
import { styleOf } from "./pasted_dom";
import { isSafeLink } from "./schema";

const WHITE_SPACE = /(?:^|;)\s*white-space(?:-collapse)?:\s*([a-z-]+)/i;
const BOLD = /font-weight:\s*(bold|bolder|[6-9]00)/i;
const LIGHT = /font-weight:\s*(normal|lighter|[1-5]00)/i;
const ITALIC = /font-style:\s*(italic|oblique)/i;
const UPRIGHT = /font-style:\s*normal/i;

type Space = "collapsed" | "lines" | "kept";

export interface Look {
  isBold: boolean;
  isItalic: boolean;
  href: string;
  space: Space;
  isHeading: boolean;
}

export const PLAIN: Look = { isBold: false, isItalic: false, href: "", space: "collapsed", isHeading: false };

/** What an inline element changes of how its words look. Headings of word processors are bold anyway. */
export function lookOf(element: Element, look: Look): Look {
  const style = styleOf(element);
  const isLink = element.nodeName === "A" && isSafeLink(element.getAttribute("href") ?? "");
  return {
    ...look,
    space: spaceOf(element, look.space),
    isBold:
      !look.isHeading && (BOLD.test(style) || (!LIGHT.test(style) && (element.matches("b, strong") || look.isBold))),
    isItalic:
      !look.isHeading && (ITALIC.test(style) || (!UPRIGHT.test(style) && (element.matches("i, em") || look.isItalic))),
    href: isLink ? (element.getAttribute("href") ?? "") : look.href,
  };
}

export function spaceOf(element: Element, around: Space): Space {
  const said = WHITE_SPACE.exec(styleOf(element))?.[1]?.toLowerCase();
  if (said === "pre-line" || said === "preserve-breaks") return "lines";
  if (said && /^(pre|break-spaces|preserve)/.test(said)) return "kept";
  if (said) return "collapsed";
  return element.matches("pre, listing, xmp, plaintext, textarea") ? "kept" : around;
}

export function marksOf({ href, isItalic, isBold }: Look): HTMLElement[] {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  return [
    ...(href ? [link] : []),
    ...(isItalic ? [document.createElement("em")] : []),
    ...(isBold ? [document.createElement("strong")] : []),
  ];
}

export function isSameMark(node: Node | null, mark: HTMLElement): boolean {
  return (
    node instanceof Element &&
    node.nodeName === mark.nodeName &&
    node.getAttribute("href") === mark.getAttribute("href")
  );
}
