import { DOMParser, DOMSerializer, type Node } from "prosemirror-model";
import { expect, test } from "vitest";
import { isSafeLink, schema } from "./schema";

const { nodes, marks } = schema;

function written(node: Node): string {
  const box = document.createElement("div");
  box.append(DOMSerializer.fromSchema(schema).serializeNode(node));
  return box.innerHTML;
}

function read(html: string): Node {
  const box = document.createElement("div");
  box.innerHTML = html;
  return DOMParser.fromSchema(schema).parse(box);
}

test.each([
  ["https://example.jp/a", true],
  ["HTTP://example.jp", true],
  ["  mailto:aoi@example.jp ", true],
  ["javascript:alert(1)", false],
  ["java\nscript:alert(1)", false],
  ["data:text/html,x", false],
  ["//example.jp", false],
  ["/people/", false],
  ["https:example.jp", false],
  ["", false],
])("the address %j may be a link: %s", (href, isSafe) => {
  expect(isSafeLink(href)).toBe(isSafe);
  const found = read(`<p><a>word</a></p>`.replace("<a>", `<a href="${href}">`));
  expect(found.firstChild?.firstChild?.marks.length).toBe(isSafe ? 1 : 0);
});

test("an unsafe address that somebody else's edit brought leads nowhere", () => {
  const line = nodes.paragraph.create(null, schema.text("word", [marks.link.create({ href: "javascript:alert(1)" })]));

  expect(written(line)).toBe('<p><a href="" rel="noopener noreferrer nofollow" target="_blank">word</a></p>');
});

test.each([
  [1, "h3"],
  [3, "h5"],
  [7, "h5"],
  [0, "h3"],
  ["2", "h3"],
])("a heading of level %s stands under those of the page", (level, tag) => {
  expect(written(nodes.heading.create({ level }))).toBe(`<${tag}></${tag}>`);
});

test("headings of any page become one of three", () => {
  const levels = read("<h1>a</h1><h3>b</h3><h6>c</h6>").content.content.map(({ attrs }) => attrs.level);

  expect(levels).toEqual([1, 3, 3]);
});

test("what is ticked stays ticked, there and back", () => {
  const item = (checked: boolean): Node => nodes.check_item.create({ checked }, nodes.paragraph.create());
  const list = nodes.check_list.create(null, [item(true), item(false)]);

  const back = read(written(list)).firstChild as Node;

  expect(back.eq(list)).toBe(true);
});

test.each(["bullet_list", "ordered_list", "check_list", "list_item", "check_item", "blockquote"] as const)(
  "%s may be empty, as two edits that meet can leave it",
  (name) => {
    expect(() => nodes[name].create().check()).not.toThrow();
  },
);

test.each([
  ['<b style="font-weight: normal">a</b>', []],
  ["<b>a</b>", ["strong"]],
  ['<span style="font-weight:700">a</span>', ["strong"]],
  ['<span style="font-style: italic; font-weight: bold">a</span>', ["strong", "em"]],
  ['<span style="font-weight:400">a</span>', []],
])("%s is as bold and as slanted as it looked", (html, names) => {
  const found = read(`<p>${html}</p>`).firstChild?.firstChild as Node;

  expect(found.marks.map(({ type }) => type.name).sort()).toEqual([...names].sort());
});

test("a line break within a line is one in its text", () => {
  expect(read("<p>a<br>b</p>").textBetween(0, 5, "|")).toBe("a\nb");
});
