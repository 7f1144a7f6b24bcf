import { expect, test } from "vitest";
import { findDays, findPeople, type Named, readPromise } from "./recognize";

const FRIDAY = "2026-11-20";
const PEOPLE: readonly Named[] = [
  { id: "aoi", names: ["小野寺 葵", "小野寺", "Aoi Onodera", "Aoi"] },
  { id: "takumi", names: ["森川 匠", "森川", "Takumi Morikawa", "Takumi"] },
];

test.each([
  ["6月12日に同席する", "6月12日", "2027-06-12"],
  ["１２月３日（木）まで", "１２月３日（木）", "2026-12-03"],
  ["2027年1月5日", "2027年1月5日", "2027-01-05"],
  ["2026/12/1 の会", "2026/12/1", "2026-12-01"],
  ["2026-12-01", "2026-12-01", "2026-12-01"],
  ["12/4までに見積もり", "12/4", "2026-12-04"],
  ["12/4(金) 同席", "12/4(金)", "2026-12-04"],
  ["来週の金曜に見る", "来週の金曜", "2026-11-27"],
  ["来週月曜日", "来週月曜日", "2026-11-23"],
  ["再来週の水曜", "再来週の水曜", "2026-12-02"],
  ["今週の土曜", "今週の土曜", "2026-11-21"],
  ["次の火曜", "次の火曜", "2026-11-24"],
  ["金曜までに送る", "金曜", "2026-11-27"],
  ["25日までに", "25日", "2026-11-25"],
  ["5日(土)に会う", "5日", "2026-12-05"],
  ["今月末", "今月末", "2026-11-30"],
  ["来月の10日", "来月の10日", "2026-12-10"],
  ["月末に出す", "月末", "2026-11-30"],
  ["3日後に聞く", "3日後", "2026-11-23"],
  ["2週間後", "2週間後", "2026-12-04"],
  ["3か月後", "3か月後", "2027-02-20"],
  ["明日話す", "明日", "2026-11-21"],
  ["あさって", "あさって", "2026-11-22"],
  ["by 12 June", "12 June", "2027-06-12"],
  ["on June 12th, 2027", "June 12th, 2027", "2027-06-12"],
  ["the 3rd of Dec", "3rd of Dec", "2026-12-03"],
  ["May 5 would do", "May 5", "2027-05-05"],
  ["next Friday", "next Friday", "2026-11-27"],
  ["this saturday", "this saturday", "2026-11-21"],
  ["done by Tuesday", "by Tuesday", "2026-11-24"],
  ["in two weeks", "in two weeks", "2026-12-04"],
  ["tomorrow morning", "tomorrow", "2026-11-21"],
  ["at the end of next month", "the end of next month", "2026-12-31"],
])("%s speaks of a day", (text, words, on) => {
  const found = findDays(text, FRIDAY);

  expect(found.map(({ from, to }) => text.slice(from, to))).toEqual([words]);
  expect(found[0]?.on).toBe(on);
});

test.each([
  "1/2の確率で",
  "3/4くらい",
  "2月30日",
  "13/40に",
  "3日に一度",
  "2日間かけて",
  "you may 5 times",
  "v1.2.3 と 192.168.1.20",
  "土曜日本社",
  "10月中に",
  "毎月末",
  "next week",
  "",
])("%s speaks of none", (text) => {
  expect(findDays(text, FRIDAY)).toEqual([]);
});

test("several days in one line are all found, in their order", () => {
  expect(findDays("明日か12月1日、遅くとも来週の金曜まで", FRIDAY).map(({ on }) => on)).toEqual([
    "2026-11-21",
    "2026-12-01",
    "2026-11-27",
  ]);
});

test("months have as many days as they have", () => {
  expect(findDays("1か月後", "2026-01-31")[0]?.on).toBe("2026-02-28");
  expect(findDays("2月29日", "2027-03-01")[0]?.on).toBe("2028-02-29");
});

test.each([
  ["小野寺さんに聞く", "小野寺さん", "aoi"],
  ["森川課長と話す", "森川課長", "takumi"],
  ["@森川 お願いします", "@森川", "takumi"],
  ["＠小野寺さん", "＠小野寺さん", "aoi"],
  ["ask @Aoi about it", "@Aoi", "aoi"],
  ["Morikawa: @Takumi Morikawa", "@Takumi Morikawa", "takumi"],
  ["Takumi-san will look", "Takumi-san", "takumi"],
])("%s speaks to somebody", (text, words, id) => {
  const found = findPeople(text, PEOPLE);

  expect(found.map(({ from, to }) => text.slice(from, to))).toEqual([words]);
  expect(found[0]?.id).toBe(id);
});

test.each(["小野寺商会の話", "大小野寺さん", "Aoi", "@Aoife", "mail@aoi.example"])("%s speaks to nobody", (text) => {
  expect(findPeople(text, PEOPLE)).toEqual([]);
});

test("a line that becomes a TODO brings who and when, where it says so", () => {
  expect(readPromise("森川さんが来週の金曜までに手順書を直す", PEOPLE, FRIDAY)).toEqual({
    owner: "takumi",
    due: "2026-11-27",
  });
  expect(readPromise("手順書を直す", PEOPLE, FRIDAY)).toEqual({});
  expect(readPromise("小野寺さんと森川さんで2026年4月1日を見直す", PEOPLE, FRIDAY)).toEqual({});
});
