/**
 * What is written without a name can be replied to: two key pairs are made here for each thing that is written, and their
 * public halves travel inside the sealed answer. The server's half: anonymous_answers/thread_keys.py. The other halves lie
 * in this browser and nowhere else, beside the replies that they opened.
 */
import { fromBase64, join, toBase64, utf8 } from "./bytes";
import { addressOf } from "./entitled";
import { SUITE } from "./seal";

const PREFIX = "aizuchi:thread:";
const FETCHED = "aizuchi:board:";
const MOST_KEYS = 60;
const POINT_BYTES = 65;
const YEAR = 400 * 86_400_000;
const SIGNED = { name: "ECDSA", namedCurve: "P-256" };

interface OwnKeys {
  open: string;
  sign: JsonWebKey;
}

/** A reply that this browser could open. */
export interface Reply {
  thread: string;
  turn: number;
  by: string;
  about: string;
  text: string;
  /** So many rounds had ended when it was sealed; in none of them was its answer taken unless `answered`. */
  rounds?: number;
  answered?: boolean;
}

interface Kept {
  until: string;
  keys: OwnKeys[];
  replies: (Reply & { key: number })[];
  answered: string[];
  /** How many rounds had ended when an answer was sent. */
  sentAfter?: Record<string, number>;
  said?: Record<string, Said>;
}

/** What somebody answered to a reply: its words stay here until the server has taken them. */
export interface Said {
  text: string;
  /** Key of the right under which it leaves. */
  right: string;
  state: "waiting" | "taken" | "late" | "refused";
}

const STATES: Record<string, Said["state"]> = { taken: "taken", used: "taken", closed: "late", refused: "refused" };

export interface Board {
  asking: string;
  board: string;
  /** Key of the right under which the words were sent. */
  own: string;
  /** When replies were last put on it. */
  crossed: string;
}

/** For one thing that is written: keeps what opens replies to it, and returns what travels beside it. */
export async function startThread(right: string, until: string): Promise<string> {
  const sealing = await SUITE.kem.generateKeyPair();
  const signing = (await crypto.subtle.generateKey(SIGNED, true, ["sign", "verify"])) as CryptoKeyPair;
  const own = {
    open: toBase64(new Uint8Array(await SUITE.kem.serializePrivateKey(sealing.privateKey))),
    sign: await crypto.subtle.exportKey("jwk", signing.privateKey),
  };
  const last = new Date(Date.parse(until) + YEAR).toISOString().slice(0, 10);
  const kept: Kept = read(right) ?? { until: last, keys: [], replies: [], answered: [] };
  write(right, { ...kept, keys: [...kept.keys, own].slice(-MOST_KEYS) });
  const points = [
    await SUITE.kem.serializePublicKey(sealing.publicKey),
    await crypto.subtle.exportKey("raw", signing.publicKey),
  ];
  return toBase64(join(...points.map((point) => compress(new Uint8Array(point)))));
}

/** The same request from every browser of whoever was asked, once after each crossing, whether or not it wrote anything. */
export async function fetchBoard({ asking, board, crossed }: Board): Promise<string[] | undefined> {
  if (localStorage.getItem(FETCHED + board) === crossed) return undefined;
  const answer = await fetch(`${addressOf(asking)}board/${board}/`, {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
  if (!answer.ok) throw new Error(`the board answers ${answer.status}`);
  return ((await answer.json()) as { replies: string[] }).replies;
}

/** Tries each of them with each key that is here, and asks nothing of anybody. */
export async function keepReplies({ board, own, crossed }: Board, sealed: string[]): Promise<void> {
  const kept = read(own);
  if (kept) {
    const opened: Kept["replies"] = [];
    for (const [key, { open }] of kept.keys.entries())
      for (const one of sealed) {
        const reply = await openReply(one, open, board);
        if (reply) opened.push({ ...reply, key });
      }
    write(own, { ...kept, replies: opened.sort((one, other) => one.turn - other.turn) });
  }
  localStorage.setItem(FETCHED + board, crossed);
}

export function listReplies(own: string): Reply[] {
  return read(own)?.replies ?? [];
}

export function isAnswered(own: string, { thread, turn }: Reply): boolean {
  return read(own)?.answered.includes(`${thread}:${turn}`) ?? false;
}

/** Sealed, and on its way: `rounds` have ended so far, and it leaves under `right`. */
export function markAnswered(
  own: string,
  { thread, turn }: Reply,
  { rounds, right, text }: { rounds: number; right: string; text: string },
): void {
  const kept = read(own);
  const key = `${thread}:${turn}`;
  if (!kept) return;
  write(own, {
    ...kept,
    answered: [...kept.answered, key],
    sentAfter: { ...kept.sentAfter, [key]: rounds },
    said: { ...kept.said, [key]: { text, right, state: "waiting" } },
  });
}

export function findSaid(own: string, { thread, turn }: Reply): Said | undefined {
  return read(own)?.said?.[`${thread}:${turn}`];
}

/** What the server said to what left under that right; only what it has taken needs its words no more. */
export function noteHeard({ right, code }: { right: string; code: string }): void {
  const state = STATES[code];
  if (!state) return;
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const own = name.slice(PREFIX.length);
    const kept = read(own);
    const heard = Object.entries(kept?.said ?? {}).filter(([, said]) => said.right === right);
    if (kept && heard.length)
      write(
        own,
        heard.reduce((all, [key, said]) => withState(all, key, said, state), kept),
      );
  }
}

function withState(kept: Kept, key: string, said: Said, state: Said["state"]): Kept {
  const all = { ...kept.said, [key]: { ...said, state, text: state === "taken" ? "" : said.text } };
  if (state === "taken") return { ...kept, said: all };
  const { [key]: _, ...sentAfter } = kept.sentAfter ?? {};
  return { ...kept, said: all, sentAfter, answered: kept.answered.filter((one) => one !== key) };
}

/** It was sent from here, the round in which it was sent is over, and nobody was shown it. */
export function isDropped(own: string, { thread, turn, rounds, answered }: Reply): boolean {
  const sentAfter = read(own)?.sentAfter?.[`${thread}:${turn}`];
  return sentAfter !== undefined && rounds !== undefined && !answered && rounds > sentAfter;
}

/** What its author says to a reply; `round` is the window in which it is sent. */
export async function signAnswer(
  own: string,
  { thread, turn }: Reply,
  text: string,
  round: string,
): Promise<Record<string, string | number>> {
  const kept = read(own);
  const number = kept?.replies.find((one) => one.thread === thread && one.turn === turn)?.key ?? -1;
  const keys = kept?.keys[number];
  if (!keys) throw new Error("the keys of this exchange are gone");
  const key = await crypto.subtle.importKey("jwk", keys.sign, SIGNED, false, ["sign"]);
  const bound = utf8(`aizuchi thread 1|${round}|${thread}|${turn}|${text}`);
  const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bound);
  return { thread, turn, text, signature: toBase64(new Uint8Array(signature)) };
}

/** Those whose year is over. */
export function forgetThreads(now = Date.now()): void {
  try {
    const today = new Date(now).toISOString().slice(0, 10);
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && (read(key.slice(PREFIX.length))?.until ?? "") < today) localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

async function openReply(sealed: string, open: string, board: string): Promise<Reply | undefined> {
  try {
    const bytes = fromBase64(sealed);
    const recipientKey = await SUITE.kem.deserializePrivateKey(fromBase64(open).buffer);
    const info = utf8(`aizuchi reply 1|${board}`).buffer;
    const enc = bytes.slice(0, POINT_BYTES).buffer;
    const plain = new Uint8Array(await SUITE.open({ recipientKey, enc, info }, bytes.slice(POINT_BYTES).buffer));
    const length = new DataView(plain.buffer).getUint16(0);
    return JSON.parse(new TextDecoder().decode(plain.slice(2, 2 + length))) as Reply;
  } catch {
    return undefined; // to somebody else
  }
}

/** The first number of a point, and on which side the second lies. */
function compress(point: Uint8Array): Uint8Array {
  const half = (POINT_BYTES - 1) / 2;
  return join(Uint8Array.of(2 + ((point[POINT_BYTES - 1] ?? 0) & 1)), point.slice(1, 1 + half));
}

function read(right: string): Kept | undefined {
  try {
    return (JSON.parse(localStorage.getItem(PREFIX + right) ?? "null") as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(right: string, kept: Kept): void {
  localStorage.setItem(PREFIX + right, JSON.stringify(kept));
}
