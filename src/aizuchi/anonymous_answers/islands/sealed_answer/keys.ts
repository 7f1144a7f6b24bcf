/**
 * The public keys of a mentor and window. Whoever wanted to tell people apart could give each a key of their own; so the
 * key's fingerprint must stand in a list that is the same for everybody, and that is fetched without saying who asks.
 */
import { fromBase64, join, sha256, toHex } from "./bytes";
import { addressOf, CannotSend, type Entitled, placeOf } from "./entitled";

export interface Keys {
  signing: string;
  sealing: string;
}

const MOST_TRIES = 12;
const PAUSE_MS = 1_000;

interface Published {
  fingerprints: string[];
}

export async function fetchKeys(entitled: Entitled): Promise<Keys> {
  const listed = fetchPublished(entitled);
  listed.catch(() => undefined); // heard of below, unless there are no keys to compare
  const keys = (await askUntilReady(`${addressOf(entitled.asking)}key/${placeOf(entitled)}/`)) as Keys;
  const own = toHex(await sha256(join(fromBase64(keys.signing), fromBase64(keys.sealing))));
  // Keys that were made meanwhile stand only in a list fetched after them.
  const isListed = (await listed).includes(own) || (await fetchPublished(entitled)).includes(own);
  if (!isListed) throw new CannotSend("keys_differ");
  return keys;
}

/** A job makes the keys once somebody may answer, which takes it a second or two. */
async function askUntilReady(address: string): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await reach(address);
    if (!answer.headers.has("Retry-After") || tries === MOST_TRIES) return read(answer);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function fetchPublished({ asking, window: time }: Entitled): Promise<string[]> {
  const anonymous: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  const { fingerprints } = (await ask(`${addressOf(asking)}keys/${time}/`, anonymous)) as Published;
  return fingerprints;
}

/** JSON from our own server. Throws CannotSend. */
export async function ask(address: string, options: RequestInit = {}): Promise<unknown> {
  return read(await reach(address, options));
}

async function reach(address: string, options: RequestInit = {}): Promise<Response> {
  return fetch(address, options).catch(() => {
    throw new CannotSend("offline");
  });
}

async function read(answer: Response): Promise<unknown> {
  if (answer.status === 410) throw new CannotSend("closed");
  if (answer.status === 202 || answer.status >= 500) throw new CannotSend("offline");
  if (!answer.ok || answer.redirected) throw new CannotSend("not_entitled");
  return answer.json();
}
