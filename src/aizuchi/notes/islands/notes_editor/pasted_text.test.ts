import { expect, test } from "vitest";
import { readPastedText } from "./pasted_text";

const read = (text: string): string => readPastedText(text).content.toString();

test("lines become lines, and lists written by hand become lists", () => {
  expect(read("前置き\r\n\r\n・ひとつ\n  ・なか\n・ふたつ\n1. 先に\n2. 後に")).toBe(
    '<paragraph("前置き"), bullet_list(list_item(paragraph("ひとつ"), bullet_list(list_item(paragraph("なか")))), list_item(paragraph("ふたつ"))), ordered_list(list_item(paragraph("先に")), list_item(paragraph("後に")))>',
  );
});

test.each(["- [x] 済んだ\n- [ ] まだ", "☑ 済んだ\n☐ まだ"])("boxes stay boxes: %s", (text) => {
  const list = readPastedText(text).content.firstChild;

  expect(list?.type.name).toBe("check_list");
  expect([list?.child(0).attrs.checked, list?.child(1).attrs.checked]).toEqual([true, false]);
});

test("one line alone is a piece of a sentence", () => {
  const slice = readPastedText("- 3度だった");

  expect([slice.content.toString(), slice.openStart]).toEqual(['<paragraph("- 3度だった")>', 1]);
});

test("addresses become links, without the full stop behind them", () => {
  expect(read("資料はhttps://example.jp/a?b=1。")).toBe(
    '<paragraph("資料は", link("https://example.jp/a?b=1"), "。")>',
  );
});

test("a script is only its words", () => {
  expect(read("javascript:alert(1) <b>x</b>")).toBe('<paragraph("javascript:alert(1) <b>x</b>")>');
});
