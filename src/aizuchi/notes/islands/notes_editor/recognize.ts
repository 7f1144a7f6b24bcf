/** People and days that a line speaks of, as people write them. Pure: what "tomorrow" is, the caller says. */

export interface Found {
  from: number;
  to: number;
}

export interface FoundDay extends Found {
  /** As in 2026-06-12. */
  on: string;
}

export interface FoundPerson extends Found {
  id: string;
}

export interface Named {
  id: string;
  names: readonly string[];
}

type Groups = Record<string, string | undefined>;
type Read = (groups: Groups, today: Date) => Date | null;

const DAY_MS = 86_400_000;
const WEEKDAYS = ["日", "月", "火", "水", "木", "金", "土"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAY = "(?<weekday>sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?";
const MONTH =
  "(?<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|" +
  "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const NTH = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";
const IN_BRACKETS = "(?:\\s?[(（][月火水木金土日](?:曜日?)?(?:[・･]?祝)?[)）])?";
const HONORIFIC = "(?:さん|くん|君|ちゃん|様|さま|氏|先輩|課長|部長|係長|主任|マネージャー|リーダー|[-‐ ]?san\\b)";

/** In order of how much they say: what an earlier one took, a later one leaves alone. */
const SPELLINGS: readonly (readonly [RegExp, Read])[] = [
  [pattern(`(?<!\\d)(?:(?<year>\\d{4})年)?(?<month>\\d{1,2})月(?<day>\\d{1,2})日${IN_BRACKETS}`), byNumber],
  [pattern("(?<![\\d/.-])(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})(?![\\d/])"), byNumber],
  // A fraction looks the same, so what follows has to speak of time.
  [
    pattern(
      `(?<![\\w/.,-])(?<month>\\d{1,2})/(?<day>\\d{1,2})(?:${IN_BRACKETS.slice(0, -1)}|(?=\\s?(?:まで|に|から|頃|ごろ|以降|中|〆|締|[~〜、]|$)))`,
    ),
    byNumber,
  ],
  [pattern(`\\b${NTH}(?: of)? ${MONTH}(?:,? (?<year>\\d{4}))?\\b`), byMonthName],
  [pattern(`\\b${MONTH} ${NTH}(?:,? (?<year>\\d{4}))?\\b`), byMonthName],
  [pattern("(?<which>今週|来週|再来週|次)の?(?<day>[月火水木金土日])曜?日?(?!本)"), byJapaneseWeekday],
  [pattern(`\\b(?<which>this|next|by|on|until|coming) ${WEEKDAY}\\b`), byEnglishWeekday],
  [pattern("(?<which>今月|来月|再来月)(?:の?(?<day>\\d{1,2})日|の?(?<end>末))"), inMonth],
  [pattern("(?<!今|来|再来|毎|\\d)(?<end>月末)(?!年)"), inMonth],
  [
    pattern("\\b(?:the )?end of (?<which>this|the|next) month\\b"),
    (groups, today) => inMonth({ ...groups, end: "end" }, today),
  ],
  [pattern("(?<count>\\d{1,3})(?<unit>日|週間|か月|ヶ月|カ月)後"), after],
  [pattern("\\bin (?<count>\\d{1,3}|a|one|two|three|four) (?<unit>day|week|month)s?\\b"), after],
  [pattern("(?<![\\d月])(?<day>\\d{1,2})日(?=(?:[(（][月火水木金土日])|まで)"), byDayOnly],
  [pattern("(?<![一-龠])(?<day>[月火水木金土日])曜日?(?=まで|に|の|は|中|、|$)"), byJapaneseWeekday],
  [pattern("(?<word>今日|本日|明日|あした|明後日|あさって)"), byWord],
  [pattern("\\b(?<word>today|the day after tomorrow|tomorrow)\\b"), byWord],
];

export function findDays(text: string, today: string): FoundDay[] {
  const plain = narrow(text);
  const found: FoundDay[] = [];
  const start = parse(today);
  for (const [spelling, read] of SPELLINGS) {
    for (const match of plain.matchAll(spelling)) {
      const [from, to] = [match.index, match.index + match[0].length];
      const day = found.some((one) => one.from < to && from < one.to) ? null : read(match.groups ?? {}, start);
      if (day) found.push({ from, to, on: day.toISOString().slice(0, 10) });
    }
  }
  return found.toSorted((one, other) => one.from - other.from);
}

/** Addressed, not merely mentioned: 小野寺さん, @Aoi. A name alone may be a place or a company. */
export function findPeople(text: string, people: readonly Named[]): FoundPerson[] {
  const found = people.flatMap(({ id, names }) =>
    names.filter(Boolean).flatMap((name) => {
      const word = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const addressed = new RegExp(
        `(?<!\\w)[@＠]${word}(?![a-z])${HONORIFIC}?|(?<![一-龠a-z])${word}${HONORIFIC}`,
        "giu",
      );
      return [...text.matchAll(addressed)].map((match) => ({
        id,
        from: match.index,
        to: match.index + match[0].length,
      }));
    }),
  );
  const longest = found.filter((one) => !found.some((other) => other !== one && contains(other, one)));
  return longest.toSorted((one, other) => one.from - other.from);
}

/** Who shall do what a line says, and by when, as far as it says so. */
export function readPromise(text: string, people: readonly Named[], today: string): { owner?: string; due?: string } {
  const owners = new Set(findPeople(text, people).map((person) => person.id));
  const due = findDays(text, today).find(({ on }) => on >= today)?.on;
  const [owner] = owners;
  return { ...(owners.size === 1 && owner && { owner }), ...(due && { due }) };
}

function contains(outer: Found, inner: Found): boolean {
  const isLonger = outer.to - outer.from > inner.to - inner.from;
  return isLonger && outer.from <= inner.from && inner.to <= outer.to;
}

function pattern(source: string): RegExp {
  return new RegExp(source, "giu");
}

/** Full-width figures and strokes, one for one, so that places stay the same. */
function narrow(text: string): string {
  return text.replaceAll(/[０-９／．－]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

function byNumber({ year, month, day }: Groups, today: Date): Date | null {
  return dayOf(Number(month), Number(day), year ? Number(year) : null, today);
}

function byMonthName({ year, word = "", day }: Groups, today: Date): Date | null {
  if (/^(may|mar|march)$/.test(word)) return null; // "may" and "march" are words of their own
  return dayOf(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1, Number(day), year ? Number(year) : null, today);
}

/** Weeks begin on Monday; a weekday alone is the next one to come. */
function byJapaneseWeekday({ which, day = "" }: Groups, today: Date): Date {
  const weeks = { 今週: 0, 来週: 1, 再来週: 2 }[which ?? ""];
  return inWeek(WEEKDAYS.indexOf(day), weeks, today);
}

function byEnglishWeekday({ which = "", weekday = "" }: Groups, today: Date): Date {
  const index = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].indexOf(weekday.slice(0, 3).toLowerCase());
  return inWeek(index, { this: 0, next: 1 }[which.toLowerCase()], today);
}

function inWeek(weekday: number, weeks: number | undefined, today: Date): Date {
  if (weeks === undefined) return plus(today, ((weekday - today.getUTCDay() + 6) % 7) + 1);
  const sinceMonday = (today.getUTCDay() + 6) % 7;
  return plus(today, weeks * 7 - sinceMonday + ((weekday + 6) % 7));
}

function inMonth({ which = "", day, end }: Groups, today: Date): Date | null {
  const ahead = { 来月: 1, 再来月: 2, next: 1 }[which.toLowerCase()] ?? 0;
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead, 1));
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
  return end ? new Date(Date.UTC(year, month + 1, 0)) : dayOf(month + 1, Number(day), year, today);
}

function after({ count = "", unit = "" }: Groups, today: Date): Date {
  const words: Record<string, number> = { a: 1, one: 1, two: 2, three: 3, four: 4 };
  const number = words[count.toLowerCase()] ?? Number(count);
  if (/^(月|か月|ヶ月|カ月|month)/.test(unit)) {
    const last = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + number + 1, 0));
    return new Date(
      Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(today.getUTCDate(), last.getUTCDate())),
    );
  }
  return plus(today, number * (/^(週間|week)/.test(unit) ? 7 : 1));
}

function byDayOnly({ day }: Groups, today: Date): Date | null {
  const number = Number(day);
  const ahead = number < today.getUTCDate() ? 1 : 0;
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead, 1));
  return dayOf(first.getUTCMonth() + 1, number, first.getUTCFullYear(), today);
}

function byWord({ word = "" }: Groups, today: Date): Date {
  if (/^(明日|あした|tomorrow)$/i.test(word)) return plus(today, 1);
  return plus(today, /^(明後日|あさって|the day)/i.test(word) ? 2 : 0);
}

/** Without a year the next such day; null where there is none, such as 30 February. */
function dayOf(month: number, day: number, year: number | null, today: Date): Date | null {
  const now = today.getUTCFullYear();
  const years = year === null ? [0, 1, 2, 3, 4].map((ahead) => now + ahead) : [year];
  const days = years.map((one) => new Date(Date.UTC(one, month - 1, day)));
  const isReal = (date: Date): boolean => date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return days.find((date) => isReal(date) && (year !== null || date >= today)) ?? null;
}

function plus(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

function parse(on: string): Date {
  return new Date(`${on}T00:00:00Z`);
}
