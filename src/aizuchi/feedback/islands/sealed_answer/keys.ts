/**
 * The public keys of a mentor and window. Whoever wanted to tell people apart could give each a key of their own; so the
 * key's fingerprint must stand in a list that is the same for everybody, and that is fetched without saying who asks.
 */
import { fromBase64, join, sha256, toHex } from "./bytes";
import { CannotSend, type Entitled } from "./entitled";

export interface Keys {
  signing: string;
  sealing: string;
}

interface Published {
  fingerprints: string[];
}

export async function fetchKeys(entitled: Entitled): Promise<Keys> {
  const listed = fetchPublished(entitled.window);
  listed.catch(() => undefined); // heard of below, unless there are no keys to compare
  const keys = (await ask(`/feedback/key/${entitled.right}/`)) as Keys;
  const own = toHex(await sha256(join(fromBase64(keys.signing), fromBase64(keys.sealing))));
  // Keys that were made by this very question stand only in a list fetched after it.
  const isListed = (await listed).includes(own) || (await fetchPublished(entitled.window)).includes(own);
  if (!isListed) throw new CannotSend("keys_differ");
  return keys;
}

async function fetchPublished(fortnight: string): Promise<string[]> {
  const anonymous: RequestInit = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  const { fingerprints } = (await ask(`/feedback/keys/${fortnight}/`, anonymous)) as Published;
  return fingerprints;
}

/** JSON from our own server. Throws CannotSend. */
export async function ask(address: string, options: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(address, options).catch(() => {
    throw new CannotSend("offline");
  });
  if (answer.status === 410) throw new CannotSend("closed");
  if (answer.status === 429) throw new CannotSend("later");
  if (answer.status >= 500) throw new CannotSend("offline");
  if (!answer.ok || answer.redirected) throw new CannotSend("not_entitled");
  return answer.json();
}
