/**
 * A token: 32 random bytes that only this browser knows, signed by the server without seeing them (RFC 9474,
 * RSABSSA-SHA384-PSS-Deterministic). It is fetched on the first visit, whether or not anybody will answer.
 */
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { headersOf } from "#ui/requests";
import { type Bytes, fromBase64, sha256, toBase64, toHex } from "./bytes";
import { addressOf, CannotSend, type Entitled, placeOf } from "./entitled";
import { ask, fetchKeys, type Keys } from "./keys";
import { isMarked } from "./marks";

const PREFIX = "aizuchi:voice:token:";
const ASKED = "aizuchi:voice:asked:";
const DAY = 86_400_000;
/** No time to answer is longer: for tokens that were kept without their last day. */
const LONGEST = 21 * DAY;
const SUITE = RSABSSA.SHA384.PSS.Deterministic();

export interface Token {
  proof: { token: string; signature: string };
  /** sha256 of the token, in hex: what the server will keep. */
  hash: string;
  /** The public key that boxes for this mentor and window are sealed to. */
  sealing: string;
  /** Another browser of this person got the first one. */
  isSecond?: boolean;
  until?: string;
}

/** What was asked, kept before it is: its answer may get lost, and another question would use up another token. */
interface Question {
  token: string;
  inverse: string;
  blinded: string;
  signing: string;
  until: string;
}

interface Signature {
  signature: string;
  number: number;
}

const asked = new Map<string, Promise<Token>>();

/** The one kept, or a new one. Throws CannotSend. */
export function getToken(entitled: Entitled): Promise<Token> {
  const { right } = entitled;
  const kept = read(right);
  if (kept) return Promise.resolve(kept);
  const running = asked.get(right) ?? inTurn(right, () => fetchToken(entitled)).finally(() => asked.delete(right));
  asked.set(right, running);
  return running;
}

export function forgetToken(right: string): void {
  localStorage.removeItem(PREFIX + right);
}

/** Those of times that are over, answered or not. */
export function forgetTokens(now = Date.now()): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) || key.startsWith(ASKED)) forgetIfOver(key, now);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

function forgetIfOver(key: string, now: number): void {
  const kept = parse<{ until?: string }>(key);
  const until = kept?.until ?? dayOf(now + LONGEST);
  if (!kept || until < dayOf(now - DAY)) localStorage.removeItem(key);
  else if (!kept.until) localStorage.setItem(key, JSON.stringify({ ...kept, until }));
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** One tab after the other, where browsers can. Elsewhere both ask with what the first of them kept. */
function inTurn(right: string, act: () => Promise<Token>): Promise<Token> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  return locks ? (locks.request(PREFIX + right, act) as Promise<Token>) : act();
}

async function fetchToken(entitled: Entitled): Promise<Token> {
  const { right, until } = entitled;
  if (isMarked(right)) throw new CannotSend("answered"); // by another tab, while this one waited
  const kept = read(right);
  if (kept) return kept;
  const keys = await fetchKeys(entitled);
  const signing = await importSigningKey(fromBase64(keys.signing));
  const question = await makeQuestion(entitled, keys, signing);
  const signed = await askForSignature(entitled, question.blinded);
  try {
    const made = { ...(await finish(question, signing, signed)), sealing: keys.sealing, until };
    localStorage.setItem(PREFIX + right, JSON.stringify(made));
    return made;
  } finally {
    localStorage.removeItem(ASKED + right); // also what has no answer that fits: it never will
  }
}

/** Throws where the signature does not fit, so that no faulty one is kept. */
async function finish(question: Question, signing: CryptoKey, signed: Signature): Promise<Omit<Token, "sealing">> {
  const [token, inverse] = [fromBase64(question.token), fromBase64(question.inverse)];
  const signature = await SUITE.finalize(signing, token, fromBase64(signed.signature), inverse);
  const proof = { token: question.token, signature: toBase64(signature) };
  return { proof, hash: toHex(await sha256(token)), isSecond: signed.number > 1 };
}

/** The one that is still without an answer, or a new one. */
async function makeQuestion({ right, until }: Entitled, keys: Keys, signing: CryptoKey): Promise<Question> {
  const token = crypto.getRandomValues(new Uint8Array(32));
  const { blindedMsg, inv } = await SUITE.blind(signing, token);
  const kept = parse<Question>(ASKED + right); // looked for last, since another tab may have kept one meanwhile
  if (kept?.signing === keys.signing && kept.token && kept.inverse && kept.blinded) return kept;
  const [inverse, blinded] = [toBase64(inv), toBase64(blindedMsg)];
  const question = { token: toBase64(token), inverse, blinded, signing: keys.signing, until };
  localStorage.setItem(ASKED + right, JSON.stringify(question));
  return question;
}

async function askForSignature(entitled: Entitled, blinded: string): Promise<Signature> {
  const signed = (await ask(`${addressOf(entitled.asking)}sign/${placeOf(entitled)}/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headersOf(document) },
    body: JSON.stringify({ blinded }),
  })) as Signature | { refused: "elsewhere" };
  if ("refused" in signed) throw new CannotSend("elsewhere");
  return signed;
}

export function importSigningKey(spki: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}

function read(right: string): Token | undefined {
  const kept = parse<Token>(PREFIX + right);
  return kept?.proof && kept.hash && kept.sealing ? kept : undefined;
}

function parse<Kept>(key: string): Kept | undefined {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null) ?? undefined;
  } catch {
    return undefined;
  }
}
