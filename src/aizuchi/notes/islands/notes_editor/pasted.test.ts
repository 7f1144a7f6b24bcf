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
      '<ul class="note-checks"><li class="note-check"><input type="checkbox" checked=""><div><p> 同席のお願い</p></div></li></ul>' +
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
      "<ul><li>見積もり<ul><li>二社から</li></ul></li><li>本番の手順</li></ul>" +
      "<blockquote>前回の言葉</blockquote><p>一行目</p><p>二行目</p>",
  );
});

test("boxes that others write with real inputs stay ticked", () => {
  const html =
    '<ul class="contains-task-list"><li class="task-list-item"><input type="checkbox" checked disabled> 済んだ</li></ul>';

  expect(cleanPasted(html)).toBe(
    '<ul class="note-checks"><li class="note-check"><input type="checkbox" checked=""><div> 済んだ</div></li></ul>',
  );
});

test.each([
  ["<p onclick=x()>わるい<script>alert(1)</script></p>", "<p>わるい</p>"],
  ["<a href='javascript:alert(1)'>わるい</a>", "わるい"],
  ["<a href='file:///etc/passwd'>わるい</a>", "わるい"],
  ["<p>a<img src=x onerror=alert(1)>b</p>", "<p>ab</p>"],
  ["<p style='display:none'>見えない</p><p>見える</p>", "<p>見える</p>"],
  ["<form action=//evil><input name=x><p>わるい</p></form>", "<p>わるい</p>"],
  [
    "<ul class=note-checks onmouseover=x()><li class='note-check x'>a</li></ul>",
    '<ul class="note-checks"><li>a</li></ul>',
  ],
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
