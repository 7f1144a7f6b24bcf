/** "/" at the beginning of a line or after a space: what can be put here, found by typing a few letters of it. */
import { setBlockType } from "prosemirror-commands";
import { type Command, type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import { commands } from "./commands";
import { schema } from "./schema";

/** What each is called while typing; what it is called on screen stands in the page. */
const WORDS: Record<string, string> = {
  text: "text plain paragraph ふつう 普通 本文 honbun futsuu",
  h1: "heading h1 title 見出し みだし midashi 大 だい",
  h2: "heading h2 見出し みだし midashi 中 ちゅう",
  h3: "heading h3 見出し みだし midashi 小 しょう",
  list: "list bullet 箇条書き かじょうがき りすと kajougaki risuto ul",
  numbers: "numbers ordered list 番号 ばんごう すうじ bangou ol 1",
  checks: "checks checkbox boxes ちぇっく 確認 かくにん chekku kakunin []",
  quote: "quote blockquote 引用 いんよう in'you inyou",
  todo: "todo action task やること 約束 やくそく とぅーどぅー yaru yakusoku",
  today: "today date 今日 きょう 日付 ひづけ kyou hizuke",
  tomorrow: "tomorrow date 明日 あした あす 日付 ひづけ ashita",
  week: "week next date 来週 らいしゅう 日付 ひづけ raishuu",
  link: "link url address りんく rinku",
  person: "person who @ 人 ひと だれ hito dare",
};
const HEADINGS: Record<string, number> = { h1: 1, h2: 2, h3: 3 };
const TRIGGER = /(?:^|[\s　])[/／]([^\s　/／]{0,24})$/u;

export interface Slash {
  /** Where the stroke stands. */
  from: number;
  query: string;
}

interface State {
  slash: Slash | null;
  isOpen: boolean;
  index: number;
}

export const slashKey = new PluginKey<State>("slash");
type Move = { index: number } | "close";

export function slashState(): Plugin<State> {
  return new Plugin<State>({
    key: slashKey,
    state: {
      init: () => ({ slash: null, isOpen: false, index: 0 }),
      apply: (transaction, before, _old, state) => next(transaction, before, findSlash(state)),
    },
  });
}

function next(transaction: Transaction, before: State, slash: Slash | null): State {
  const move = transaction.getMeta(slashKey) as Move | undefined;
  if (!slash || move === "close") return { slash, isOpen: false, index: 0 };
  if (move) return { slash, isOpen: before.isOpen, index: move.index };
  const isTheSame = before.slash !== null && transaction.mapping.map(before.slash.from, -1) === slash.from;
  const isTyped = transaction.docChanged && !transaction.getMeta(ySyncPluginKey) && !transaction.getMeta("paste");
  const isOpen = isTheSame ? before.isOpen : isTyped;
  return { slash, isOpen, index: isTheSame && before.slash?.query === slash.query ? before.index : 0 };
}

/** The stroke before the caret and what was typed since. */
export function findSlash(state: EditorState): Slash | null {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return null;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc");
  const query = TRIGGER.exec(before)?.[1];
  return query === undefined ? null : { from: $from.pos - query.length - 1, query };
}

export function isWanted(name: string, label: string, query: string): boolean {
  const wanted = fold(query);
  const words = fold(WORDS[name] ?? "").split(" ");
  return words.some((word) => word.startsWith(wanted)) || fold(label).includes(wanted);
}

export function move(view: EditorView, to: Move): void {
  view.dispatch(view.state.tr.setMeta(slashKey, to));
}

/** Takes the stroke and the query away, so that what is chosen stands in their place. */
export function takeSlash(view: EditorView): void {
  const { slash } = slashKey.getState(view.state) ?? {};
  if (slash) view.dispatch(view.state.tr.delete(slash.from, view.state.selection.from));
}

export function commandFor(name: string): Command | null {
  const level = HEADINGS[name];
  if (level) return setBlockType(schema.nodes.heading, { level });
  if (name === "text") return setBlockType(schema.nodes.paragraph);
  if (name === "list" || name === "numbers" || name === "checks" || name === "quote") return commands[name];
  return null;
}

export function insertWords(view: EditorView, words: string): void {
  view.dispatch(view.state.tr.insertText(`${words} `).scrollIntoView());
}

const AHEAD: Record<string, number> = { today: 0, tomorrow: 1, week: 7 };

/** The day an item stands for, as people write it; null where it is no day. */
export function dayFor(name: string, today: string, language: string): string | null {
  const ahead = AHEAD[name];
  if (ahead === undefined || !today) return null;
  const day = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * 86_400_000);
  const form: Intl.DateTimeFormatOptions = { month: "long", day: "numeric", weekday: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", form).format(day);
}

function fold(words: string): string {
  const hiragana = (kana: string): string => String.fromCharCode(kana.charCodeAt(0) - 0x60);
  return words
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[ァ-ヶ]/g, hiragana);
}
