/// <reference types="vite/client" />
import { expect, test } from "vitest";
import { cleanPasted } from "./pasted";
import googleDocs from "./samples/google_docs.html?raw";
import slack from "./samples/slack.html?raw";
import word from "./samples/word.html?raw";
import wordWeb from "./samples/word_web.html?raw";

test("Word's painted lists become real ones, and nothing of its styles is left", () => {
  expect(cleanPasted(word)).toBe(
    "<h1>4月のふりかえり</h1>" +
      "<p>訪問のあとから、提案の順番を変えてみました。</p>" +
      "<ul><li><p><strong>聞く</strong>時間を先に取る</p><ul><li><p>最初の10分</p></li></ul></li>" +
      '<li><p>資料は<a href="https://example.jp/%E8%B3%87%E6%96%99">ここ</a></p></li></ul>' +
      "<ol><li><p>来週の金曜までに見積もり</p></li></ol>" +
      '<ul class="note-checks"><li class="note-check"><input type="checkbox" checked=""><div><p>同席のお願い</p></div></li></ul>' +
      "<p>だれが | 小野寺</p>",
  );
});

test("Word in the browser: lists of one line each are joined by their level", () => {
  expect(cleanPasted(wordWeb)).toBe(
    "<h2>これから</h2>" +
      "<ul><li><p><strong>調べる</strong></p><ul><li><p>手順書の3章</p></li></ul></li><li><p>試す</p></li></ul>",
  );
});

test("Google's wrapper is not bold, its inner lists go inside and its pictures of boxes can be ticked", () => {
  expect(cleanPasted(googleDocs)).toBe(
    "<h2>今日の話</h2>" +
      '<p>くわしくは<a href="https://example.jp/a?b=1&amp;c=2">資料</a><em><strong>を先に</strong></em></p>' +
      "<ul><li><p>ひとつ</p><ul><li><p>なかの</p></li></ul></li><li><p>ふたつ</p></li></ul>" +
      '<ul class="note-checks"><li class="note-check"><input type="checkbox"><div><p>する</p></div></li>' +
      '<li class="note-check"><input type="checkbox" checked=""><div><p>済んだ</p></div></li></ul>',
  );
});

test("Slack's lines, lists, emoji and quotes stay what they were", () => {
  expect(cleanPasted(slack)).toBe(
    "<p>@takumi 相談です:pray:</p>" +
      "<p><strong>急ぎません</strong>。</p>" +
      '<p><a href="https://example.jp/t/1">https://example.jp/t/1</a></p>' +
      "<ul><li><p>見積もり</p><ul><li><p>二社から</p></li></ul></li><li><p>本番の手順</p></li></ul>" +
      "<blockquote><p>前回の言葉</p></blockquote><p>一行目</p><p>二行目</p>",
  );
});

test("boxes that others write with real inputs stay ticked", () => {
  const html =
    '<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" checked disabled> 済んだ</li></ul>';

  expect(cleanPasted(html)).toBe(
    '<ul class="note-checks"><li class="note-check"><input type="checkbox" checked=""><div><p>済んだ</p></div></li></ul>',
  );
});

test.each([
  ["<p onclick=x()>わるい<script>alert(1)</script></p>", "<p>わるい</p>"],
  ["<a href='javascript:alert(1)'>わるい</a>", "わるい"],
  ["<a href='file:///etc/passwd'>わるい</a>", "わるい"],
  ["<p>a<img src=x onerror=alert(1)>b</p>", "<p>ab</p>"],
  ["<p style='display:none'>見えない</p><p>見える</p>", "<p>見える</p>"],
  ["<form action=//evil><input name=x><p>わるい</p></form>", "<p>わるい</p>"],
  ["<ul class=note-checks onmouseover=x()><li class='note-check x'>a</li></ul>", "<ul><li><p>a</p></li></ul>"],
  ["<svg><a xlink:href='javascript:x()'>わるい</a></svg>よい", "よい"],
  ["ことばだけ", "ことばだけ"],
  ["", ""],
])("%s loses everything but its words", (html, cleaned) => {
  expect(cleanPasted(html)).toBe(cleaned);
});

test("what was copied from a note comes back as it went", () => {
  const own = '<p data-pm-slice="1 1 []">そのまま</p>';

  expect(cleanPasted(own)).toBe(own);
});

test("a list nested a thousand deep is no trouble", () => {
  expect(() => cleanPasted("<ul><li>".repeat(1000))).not.toThrow();
});

const checks = (...items: [string, boolean][]): string =>
  `<ul class="note-checks">${items
    .map(
      ([words, isTicked]) =>
        `<li class="note-check"><input type="checkbox"${isTicked ? ' checked=""' : ""}><div><p>${words}</p></div></li>`,
    )
    .join("")}</ul>`;

test.each([
  // Rows of a table are lines; where a cell only makes room on a page, its blocks are.
  ["<table><tr><td>予定<br>火曜に変更</td><td>OK</td></tr></table>", "<p>予定 火曜に変更 | OK</p>"],
  [
    "<table><tr><td><p>First point</p><p>Second point</p></td><td>x</td></tr></table>",
    "<p>First point Second point | x</p>",
  ],
  [
    "<table role=presentation><tr><td><p>Hi Aoi,</p><p>please prepare:</p><ul><li>figures</li><li>slides</li></ul><p>Best</p></td></tr></table>",
    "<p>Hi Aoi,</p><p>please prepare:</p><ul><li><p>figures</p></li><li><p>slides</p></li></ul><p>Best</p>",
  ],
  [
    "<p>Hi</p><table><tr><td>Aoi<br>Minamo<br>Tel 03</td></tr></table>",
    "<p>Hi</p><p>Aoi</p><p>Minamo</p><p>Tel 03</p>",
  ],
  [
    "<table><tr><td><a href='https://example.org/a'>Plan</a></td><td>b</td></tr></table>",
    '<p><a href="https://example.org/a">Plan</a> | b</p>',
  ],
  ["<table><tr><td><input type=checkbox checked></td><td>task</td></tr></table>", checks(["task", true])],
  ["<table><tr><td>a<ul><li>one</li></ul></td><td>b</td></tr></table>", "<p>a</p><ul><li><p>one</p></li></ul><p>b</p>"],
  // A line end in preserved space is a break.
  ["<pre>line one<br>line two<br>line three</pre>", "<p>line one</p><p>line two</p><p>line three</p>"],
  ["<pre><div>line one</div><div>line two</div></pre>", "<p>line one</p><p>line two</p>"],
  ["<pre>if x:\n    y</pre>", '<p>if x:</p><p data-kept="">    y</p>'],
  ["<span style='white-space:pre-wrap'>一行目\n二行目\n三行目</span>", "<p>一行目</p><p>二行目</p><p>三行目</p>"],
  ["<div style='white-space: pre-line'>a   b\nc</div>", "<p>a b</p><p>c</p>"],
  ["<pre style='white-space:normal'>a\nb</pre>", "<p>a b</p>"],
  // Whatever is a block begins and ends a line; whatever is not does neither.
  ["<dl><dt>Owner</dt><dd>Aoi</dd><dt>Due</dt><dd>Friday</dd></dl>", "<p>Owner</p><p>Aoi</p><p>Due</p><p>Friday</p>"],
  ["<details open><summary>Toggle title</summary>inside text</details>", "<p>Toggle title</p><p>inside text</p>"],
  [
    "<header>Heading words</header><main>Main words</main><aside>Side</aside>",
    "<p>Heading words</p><p>Main words</p><p>Side</p>",
  ],
  ["<span style='display:block'>one</span><span style='display:block'>two</span>", "<p>one</p><p>two</p>"],
  ["<p style='display:inline'>one</p> <x-part>two</x-part>", "one two"],
  ["<div><b>a<br>b</b><p>c</p>d</div>", "<p><strong>a</strong></p><p><strong>b</strong></p><p>c</p><p>d</p>"],
  ["<h2>Two<br>lines</h2>", "<h2>Two<br>lines</h2>"],
  ["<p>Press <button>Save</button> now</p>", "<p>Press Save now</p>"],
  ["<p><ruby>葵<rp>(</rp><rt>あおい</rt><rp>)</rp></ruby>さんに聞く</p>", "<p>葵(あおい)さんに聞く</p>"],
  [
    "<ul><li>one</li><ul><li>one a</li></ul><li>two</li></ul>",
    "<ul><li><p>one</p><ul><li><p>one a</p></li></ul></li><li><p>two</p></li></ul>",
  ],
  ["<strong>a<span style='font-weight:400'>b</span></strong>", "<strong>a</strong>b"],
])("%s keeps its lines apart", (html, cleaned) => {
  expect(cleanPasted(html)).toBe(cleaned);
});

test.each([
  [
    "Notion",
    "<ul><li>[ ]  open thing</li><li>[x]  done thing</li></ul>",
    checks(["open thing", false], ["done thing", true]),
  ],
  [
    "Notion's export",
    '<ul class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span class="to-do-children-checked">done thing</span></li></ul>',
    checks(["done thing", true]),
  ],
  [
    "Confluence",
    '<ul class="inline-task-list"><li class="checked" data-inline-task-id="1"><span>done thing</span></li></ul>',
    checks(["done thing", true]),
  ],
  ["Quill 1", '<ul data-checked="true"><li>done thing</li></ul>', checks(["done thing", true])],
  ["Quill 2", '<ol><li data-list="unchecked">open thing</li></ol>', checks(["open thing", false])],
  ["Google", '<ul><li role="checkbox" aria-checked="true"><p>done</p></li></ul>', checks(["done", true])],
  [
    "Tiptap",
    '<ul data-type="taskList"><li data-checked="true" data-type="taskItem"><label><input type="checkbox" checked="checked"><span></span></label><div><p>done task</p></div></li></ul>',
    checks(["done task", true]),
  ],
  ["a line of its own", "<p><input type=checkbox> open thing</p>", checks(["open thing", false])],
])("boxes of %s are ticked as there", (_where, html, cleaned) => {
  expect(cleanPasted(html)).toBe(cleaned);
});

test("a box in the middle of a sentence is none of the line's", () => {
  expect(cleanPasted("<ul><li>see [x] there</li></ul>")).toBe("<ul><li><p>see [x] there</p></li></ul>");
});

test("Quill's flat list of bullets is nested by its indent", () => {
  const html =
    '<ol><li data-list="bullet">one</li><li data-list="bullet" class="ql-indent-1">in</li><li data-list="ordered">two</li></ol>';

  expect(cleanPasted(html)).toBe("<ul><li><p>one</p><ul><li><p>in</p></li></ul></li></ul><ol><li><p>two</p></li></ol>");
});
