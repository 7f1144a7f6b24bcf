/**
 * What other programs put on the clipboard, made into what a note is made of: paragraphs, headings, lists, boxes to
 * tick, quotes, links, bold and italic. The schema lets nothing else through anyway; here its meaning is kept.
 */
import { rename, styleOf } from "./pasted_dom";
import { makeLines } from "./pasted_lines";
import { joinLists, readLineLists, readSlackLists, readWordLists, readWordWebLists } from "./pasted_lists";

const DROPPED =
  "script, style, template, noscript, iframe, object, svg, math, meta, link, title, xml, select, textarea, " +
  "canvas, video, audio, .msoDel, .MsoCommentReference, .EOP, .c-timestamp, [aria-roledescription=checkbox]";
const HIDDEN = /mso-hide:\s*all|display:\s*none|mso-element:\s*(comment|footnote|endnote|header|footer)/i;

/** Our own notes come back as they went. */
export function cleanPasted(html: string): string {
  if (html.includes("data-pm-slice")) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  drop(body);
  for (const read of [readWordLists, readWordWebLists, readSlackLists, readLineLists]) read(body);
  readHeadingsAndBreaks(body);
  const lines = makeLines(body);
  joinLists(lines);
  for (const list of lines.querySelectorAll("[data-level]")) list.removeAttribute("data-level");
  return lines.innerHTML;
}

function drop(body: HTMLElement): void {
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  for (const element of body.querySelectorAll("[style]")) if (HIDDEN.test(styleOf(element))) element.remove();
}

function readHeadingsAndBreaks(body: HTMLElement): void {
  for (const heading of body.querySelectorAll("[role=heading], .MsoTitle")) {
    rename(heading, `h${Math.min(Number(heading.getAttribute("aria-level")) || 1, 3)}`);
  }
  for (const heading of body.querySelectorAll("h4, h5, h6")) rename(heading, "h3");
  for (const end of body.querySelectorAll("[data-stringify-type=paragraph-break]")) rename(end, "br");
}
