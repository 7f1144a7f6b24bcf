/**
 * Finds in a line what would tell who wrote it: names of persons, and days. Looked for here, in the browser, and
 * nowhere else. It finds the usual ways to say them and misses others: it is a hint, no protection.
 */
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

/** Each trace once, as it was written. `names`: of the two, the only ones this page knows; in all their spellings. */
export function findTraces(line: string, names: readonly string[]): string[] {
  const text = line.normalize("NFKC");
  const found = new Set<string>();
  for (const name of names) if (name.length > 1 && holds(text, name.normalize("NFKC"))) found.add(name);
  for (const [whole, who = ""] of text.matchAll(CALLED)) {
    const isKnown = [...found].some((name) => whole.includes(name));
    if (!isKnown && !NOBODY.test(who)) found.add(whole);
  }
  for (const pattern of [ADDRESSED, ...DAYS]) for (const [whole] of text.matchAll(pattern)) found.add(whole);
  return [...found];
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
