import { expect, test } from "vitest";
import { findTraces } from "./traces";

const NAMES = ["小野寺", "葵", "おのでら", "あおい", "Onodera", "Aoi", "森川", "拓海", "もりかわ", "Morikawa"];

test.each([
  ["田中さんの件で助かりました", ["田中さん"]],
  ["スズキ部長にも話したいです", ["スズキ部長"]],
  ["小野寺らしいと言われて", ["小野寺"]],
  ["森川さんに聞いてもらえて", ["森川"]],
  ["６月１８日の話", ["6月18日"]],
  ["6/18に決めたこと", ["6/18"]],
  ["先週の金曜日の件", ["先週", "金曜日"]],
  ["14時からの会議", ["14時"]],
  ["Thanks for Monday, Aoi said", ["Aoi", "Monday"]],
  ["Ms. Tanaka was right", ["Ms. Tanaka"]],
])("%s tells who wrote it", (line, traces) => {
  expect(findTraces(line, NAMES).toSorted()).toEqual(traces.toSorted());
});

test.each([
  "最後まで聞いてもらえて、助かりました。",
  "皆さんのやり方も知りたいです。",
  "お客さんの話をもっとしたいです。",
  "2時間でも話せそうでした。",
  "お疲れさまでした。",
  "3日間ほど考えてみます。",
  "A bit more time to talk would help.",
  "何度もうなずいてもらえて、100%安心しました。",
])("%s tells nothing", (line) => {
  expect(findTraces(line, NAMES)).toEqual([]);
});

test("each is told once", () => {
  expect(findTraces("田中さんと、田中さんの話", NAMES)).toEqual(["田中さん"]);
});
