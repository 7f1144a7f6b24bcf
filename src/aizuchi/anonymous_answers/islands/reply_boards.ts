/**
 * Replies to what was written without a name. Every browser of whoever was asked asks the same here: the whole board, and a
 * token for the answer. Only then does it look whether it can open any; what it opens is read and answered in this very place,
 * so that no request shows who was replied to.
 */
import { attach } from "#ui/attach";
import type { Board, FromGroup, Reply, Size } from "./sealed_answer";
import { findTraces } from "./traces";

type Sealing = typeof import("./sealed_answer");

const IDLE_MS = 1_000;
/** In one box, as the server takes them. */
const MOST_ANSWERS = 6;

attach("reply_boards", (section) => {
  const parts = [...section.querySelectorAll<HTMLElement>("[data-board]")];
  const gone = new AbortController();
  const timer = setTimeout(() => void bringAll(section, parts, gone), IDLE_MS);
  return () => {
    clearTimeout(timer);
    gone.abort();
  };
});

async function bringAll(section: HTMLElement, parts: HTMLElement[], gone: AbortController): Promise<void> {
  const sealing = await import("./sealed_answer");
  document.addEventListener("aizuchi:voice", () => showAgain(sealing, parts), gone); // after `sealing` has noted it
  const boards = await Promise.all(parts.map((part) => ask(sealing, part)));
  for (const [number, part] of parts.entries()) {
    const found = boards[number];
    if (found) await sealing.keepReplies(boardOf(part), found).catch(() => undefined);
    const replies = sealing.listReplies(boardOf(part).own);
    part.hidden = !replies.length;
    if (replies.length) show(sealing, part, replies);
  }
  section.hidden = parts.every((part) => part.hidden);
}

function showAgain(sealing: Sealing, parts: HTMLElement[]): void {
  for (const part of parts) {
    const replies = sealing.listReplies(boardOf(part).own);
    const isWriting = [...part.querySelectorAll("textarea")].some((field) => field.value);
    if (replies.length && !isWriting) show(sealing, part, replies);
  }
}

/** The same from everybody, before anything is tried. */
async function ask(sealing: Sealing, part: HTMLElement): Promise<string[] | undefined> {
  const round = roundOf(part);
  const [board] = await Promise.all([
    sealing.fetchBoard(boardOf(part)).catch(() => undefined),
    round ? sealing.prepare(round).catch(() => undefined) : undefined,
  ]);
  return board;
}

function show(sealing: Sealing, part: HTMLElement, replies: Reply[]): void {
  const { own } = boardOf(part);
  const round = roundOf(part);
  const list = part.querySelector("[data-threads]");
  const template = part.closest("section")?.querySelector<HTMLTemplateElement>("template[data-thread]");
  if (!list || !template) return;
  const isSent = !round || sealing.wasAnswered(round.right);
  const open: [Reply, HTMLTextAreaElement][] = [];
  list.replaceChildren(
    ...replies.map((reply, number) => {
      const item = template.content.cloneNode(true) as DocumentFragment;
      for (const what of ["about", "by", "text"] as const) fill(item, what, reply[what]);
      const field = item.querySelector<HTMLTextAreaElement>("textarea");
      const mayAnswer = !isSent && !sealing.isAnswered(own, reply) && open.length < MOST_ANSWERS;
      reveal(item, "[data-answer]", mayAnswer);
      const state = showState(sealing, item, own, reply);
      const fold = item.querySelector("details");
      if (fold) fold.open = mayAnswer || ["dropped", "late"].includes(state) || number === replies.length - 1;
      if (field && mayAnswer) {
        field.value = sealing.findSaid(own, reply)?.text ?? "";
        reveal(item, "[data-said]", false); // they stand in the field
        open.push([reply, field]);
      }
      if (field) field.addEventListener("input", () => warn(field));
      return item;
    }),
  );
  reveal(part, "[data-send]", open.length > 0);
  const isWaiting = replies.some((reply) => sealing.findSaid(own, reply)?.state === "waiting");
  reveal(part, "[data-waiting-board]", isWaiting);
  const button = part.querySelector<HTMLButtonElement>("[data-reply-send]");
  if (button && round) button.onclick = () => void send(sealing, part, round, open, button);
}

/** How far the answer to a reply has come, with its words as long as they are only here. */
function showState(sealing: Sealing, item: DocumentFragment, own: string, reply: Reply): string {
  const said = sealing.findSaid(own, reply);
  const isAnswered = sealing.isAnswered(own, reply);
  const state = sealing.isDropped(own, reply) ? "dropped" : (said?.state ?? (isAnswered ? "taken" : ""));
  for (const part of item.querySelectorAll<HTMLElement>("[data-when]")) part.hidden = part.dataset.when !== state;
  const words = item.querySelector<HTMLElement>("[data-said]");
  if (words) {
    words.textContent = said?.text ?? "";
    words.hidden = !words.textContent;
  }
  return state;
}

async function send(
  sealing: Sealing,
  part: HTMLElement,
  round: FromGroup,
  open: [Reply, HTMLTextAreaElement][],
  button: HTMLButtonElement,
): Promise<void> {
  const { own } = boardOf(part);
  const said = open.map(([reply, field]) => [reply, field.value.trim()] as const).filter(([, text]) => text);
  complain(part, said.length ? "" : "empty");
  const tooLong = open.find(([, field]) => field.validity.customError);
  if (tooLong) tooLong[1].focus();
  if (tooLong || !said.length) return;
  button.disabled = true;
  try {
    const answers = await Promise.all(said.map(([reply, text]) => sealing.signAnswer(own, reply, text, round.window)));
    await sealing.sendFromGroup(round, JSON.stringify({ answers }), Number(part.dataset.size) as Size);
    const rounds = Number(part.dataset.rounds);
    for (const [reply, text] of said) sealing.markAnswered(own, reply, { rounds, right: round.right, text });
    show(sealing, part, sealing.listReplies(own));
  } catch (error) {
    complain(part, (error as { code?: string }).code === "offline" ? "offline" : "failed");
  } finally {
    button.disabled = false;
  }
}

function warn(field: HTMLTextAreaElement): void {
  const found = findTraces(field.value, []);
  const said = field.closest("li")?.querySelector<HTMLElement>("[data-traces]");
  if (!said) return;
  said.hidden = !found.length;
  const list = said.querySelector("[data-found]");
  if (list) list.textContent = found.join("、");
}

function complain(part: HTMLElement, problem: string): void {
  for (const one of part.querySelectorAll<HTMLElement>("[data-problem]")) one.hidden = one.dataset.problem !== problem;
}

function fill(item: DocumentFragment, what: string, text: string): void {
  const part = item.querySelector<HTMLElement>(`[data-${what}]`);
  if (part) part.textContent = text;
}

function reveal(root: ParentNode, what: string, isShown: boolean): void {
  for (const part of root.querySelectorAll<HTMLElement>(what)) part.hidden = !isShown;
}

function boardOf({ dataset }: HTMLElement): Board {
  const { asking = "", board = "", own = "", crossed = "" } = dataset;
  return { asking, board, own, crossed };
}

/** The time in which can be answered, if there is one. */
function roundOf({ dataset }: HTMLElement): FromGroup | undefined {
  const { asking = "", right, group = "", window: round = "", until = "" } = dataset;
  return right ? { asking, right, mentor: group, window: round, until } : undefined;
}
