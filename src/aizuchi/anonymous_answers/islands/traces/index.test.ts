import { expect, test } from "vitest";
import { findTraces } from ".";

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
  ["アクメ商事の案件が大変でした", ["アクメ商事"]],
  ["株式会社ヒノキとの交渉", ["株式会社ヒノキ"]],
  ["トヨサワの担当になってから忙しい", ["トヨサワ"]],
  ["Contosoの更新で疲れました", ["Contoso"]],
  ["We lost Contoso's contract", ["Contoso"]],
  ["川崎工場の夜勤が続きました", ["川崎工場"]],
  ["大阪に移ってから", ["大阪"]],
  ["新宿駅から遠いです", ["新宿駅"]],
  ["1,200万円の受注を落としました", ["1,200万円"]],
  ["部下が12名います", ["12名"]],
  ["予算は300万です", ["300万"]],
  ["A-204の不具合", ["A-204"]],
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
  "プロジェクトのスケジュールがタイトです。",
  "チームのコミュニケーションをもっとオープンにしたいです。",
  "週1回30分の1on1は良いペースです。",
  "各工場のやり方を知りたいです。",
  "KPIとOKRの違いがわかりません。",
  "ZoomやTeamsのミーティングが多いです。",
  "The meetings are too long. We need breaks. I'm tired.",
  "一人で抱えています。",
  "2人で話せる時間がほしいです。",
])("%s tells nothing", (line) => {
  expect(findTraces(line, NAMES)).toEqual([]);
});

test("each is told once", () => {
  expect(findTraces("田中さんと、田中さんの話", NAMES)).toEqual(["田中さん"]);
});
