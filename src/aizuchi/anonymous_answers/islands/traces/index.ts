/**
 * Finds in a line what would tell who wrote it: names of persons, companies and places, days, and numbers. Looked for
 * here, in the browser, and nowhere else. It finds the usual ways to say them and misses others: a hint, no protection.
 */
import { isEverydayWord } from "./everyday_words";

const TITLES = "さん|くん|君|ちゃん|様|さま|氏|課長|部長|係長|主任|先輩|リーダー|マネージャー|先生";
const CALLED = new RegExp(`([\\p{sc=Han}\\p{sc=Katakana}ー々]{1,6}|[A-Z][a-z]+)(?:${TITLES})`, "gu");
const ADDRESSED = /\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z]\p{L}+/gu;
/** People, but nobody in particular. */
const NOBODY = /^(?:皆|客|お客|疲|奥|娘|息子|父|母|兄|姉|王|神|何|同|上|有|模|多|仕)/u;

const DAYS = [
  /\d{1,4}年(?:\d{1,2}月)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日(?!間|以|ほど|くらい|ぐらい)/gu,
  /\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?(?![\d%])/gu,
  /[月火水木金土日]曜日?|(?:午前|午後)?\d{1,2}時(?!間)(?:半|\d{1,2}分)?/gu,
  /昨日|きのう|おととい|一昨日|今日|きょう|今朝|先週|今週|先月|今月|先日|前回/gu,
  /\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/giu,
  /\b(?:january|february|march|april|june|july|august|september|october|november|december)\b/giu,
  /\b(?:yesterday|today|this morning|last (?:week|month|time)|this (?:week|month))\b/giu,
];

/** A company, by what stands before or after its name; a part of a company or of the country, by its last sign. */
const COMPANIES =
  /(?:株式会社|有限会社|合同会社)[\p{sc=Han}\p{sc=Katakana}ー\p{sc=Latin}]+|[\p{sc=Han}\p{sc=Katakana}ー\p{sc=Latin}]{2,12}(?:株式会社|商事|工業|銀行|製作所|自動車|電機|建設|物産|ホールディングス)/gu;
const PLACES =
  /[\p{sc=Han}\p{sc=Katakana}ー]{1,8}(?:支店|支社|営業所|工場|事業所|研究所|オフィス|ビル|号棟|号館)|[\p{sc=Han}]{1,4}[県府](?!内|庁)|[\p{sc=Han}]{2,3}駅/gu;
const PARTS_OF_JAPAN = /東京|大阪|京都|名古屋|横浜|札幌|仙台|福岡|神戸|広島|北海道|沖縄/gu;
/** Where a part of the company is meant, but none in particular. */
const NOWHERE = /^(?:各|他|全|当|同|別|本|新|自|現場の)?(?:支店|支社|営業所|工場|事業所|研究所|オフィス|ビル|県|府)$/u;

/** Amounts and marks: what is counted in everyday language (once a week, 30 minutes, 100 %) tells nothing. */
const NUMBERS =
  /\d[\d,.]*(?:億|万|千)?円|[¥$€£]\s?\d[\d,.]*|\d[\d,.]*(?:億|万)(?![円])[台件人名個]?|\d{1,3}(?:,\d{3})+|\d[\d,.]+[台件人名棟](?![前目])|\d{3,}(?!%)|[A-Z]{1,4}-?\d{2,}/gu;

const KATAKANA = /[\p{sc=Katakana}][\p{sc=Katakana}ー・]{2,}/gu;
const LATIN = /[A-Z][\p{sc=Latin}\d&'-]+/gu;
const JAPANESE = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;
const BEGINS_A_SENTENCE = /(?:^|[.!?:"“(]\s*|\n\s*)$/u;

/** Each trace once, as it was written. `names`: those this page knows, of the writer and partners, in all spellings. */
export function findTraces(line: string, names: readonly string[]): string[] {
  const text = line.normalize("NFKC");
  const found = new Set<string>();
  /** Longer ones first: what is part of another trace is not told a second time. */
  const add = (trace: string): void => {
    if (![...found].some((one) => one.includes(trace))) found.add(trace);
  };
  for (const name of names) if (name.length > 1 && holds(text, name.normalize("NFKC"))) found.add(name);
  for (const [whole, who = ""] of text.matchAll(CALLED)) {
    const isKnown = [...found].some((name) => whole.includes(name));
    if (!isKnown && !NOBODY.test(who)) found.add(whole);
  }
  for (const pattern of [ADDRESSED, ...DAYS]) for (const [whole] of text.matchAll(pattern)) found.add(whole);
  for (const pattern of [COMPANIES, PLACES, PARTS_OF_JAPAN]) {
    for (const [whole] of text.matchAll(pattern)) if (!NOWHERE.test(whole)) add(whole);
  }
  for (const [whole] of text.matchAll(NUMBERS)) add(whole);
  for (const word of properWords(text)) add(word);
  return [...found];
}

/** Words in katakana or with a capital letter that are not in everyday use at work: of customers, products, people. */
function properWords(text: string): string[] {
  const katakana = [...text.matchAll(KATAKANA)].map(([word]) => word);
  const isJapanese = JAPANESE.test(text);
  const latin = [...text.matchAll(LATIN)]
    .filter((match) => isJapanese || !BEGINS_A_SENTENCE.test(text.slice(0, match.index)))
    .map(([word]) => word.replace(/['’]s$/u, ""));
  return [...katakana, ...latin].filter((word) => !isEverydayWord(word));
}

/** Latin names only as whole words: Ai is a name, "said" holds none. */
function holds(text: string, name: string): boolean {
  if (!/^[\p{sc=Latin} .'-]+$/u.test(name)) return text.includes(name);
  const words = text.toLowerCase().split(/[^\p{sc=Latin}'-]+/u);
  return name
    .toLowerCase()
    .split(" ")
    .every((part) => words.includes(part));
}
