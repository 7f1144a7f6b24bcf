/**
 * A token: 32 random bytes that only this browser knows, signed by the server without seeing them (RFC 9474,
 * RSABSSA-SHA384-PSS-Deterministic). It is fetched on the first visit, whether or not anybody will answer.
 */
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { csrfToken } from "#ui/requests";
import { type Bytes, fromBase64, sha256, toBase64, toHex } from "./bytes";
import { type Entitled, placeOf } from "./entitled";
import { ask, fetchKeys } from "./keys";

const PREFIX = "aizuchi:voice:token:";
const SUITE = RSABSSA.SHA384.PSS.Deterministic();

export interface Token {
  proof: { token: string; signature: string };
  /** sha256 of the token, in hex: what the server will keep. */
  hash: string;
  /** The public key that boxes for this mentor and window are sealed to. */
  sealing: string;
  /** Another browser of this person got the first one. */
  isSecond?: boolean;
}

const asked = new Map<string, Promise<Token>>();

/** The one kept, or a new one. Throws CannotSend. */
export function getToken(entitled: Entitled): Promise<Token> {
  const { right } = entitled;
  const kept = read(right);
  if (kept) return Promise.resolve(kept);
  const running = asked.get(right) ?? fetchToken(entitled).finally(() => asked.delete(right));
  asked.set(right, running);
  return running;
}

export function forgetToken(right: string): void {
  localStorage.removeItem(PREFIX + right);
}

async function fetchToken(entitled: Entitled): Promise<Token> {
  const keys = await fetchKeys(entitled);
  const signing = await importSigningKey(fromBase64(keys.signing));
  const token = crypto.getRandomValues(new Uint8Array(32));
  const { blindedMsg, inv } = await SUITE.blind(signing, token);
  const signed = (await ask(`/feedback/sign/${placeOf(entitled)}/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken(document) },
    body: JSON.stringify({ blinded: toBase64(blindedMsg) }),
  })) as { signature: string; number: number };
  // Throws where the signature does not fit, so that no faulty one is kept.
  const signature = await SUITE.finalize(signing, token, fromBase64(signed.signature), inv);
  const made: Token = {
    proof: { token: toBase64(token), signature: toBase64(signature) },
    hash: toHex(await sha256(token)),
    sealing: keys.sealing,
    isSecond: signed.number > 1,
  };
  localStorage.setItem(PREFIX + entitled.right, JSON.stringify(made));
  return made;
}

export function importSigningKey(spki: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("spki", spki, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}

function read(right: string): Token | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + right) ?? "null") as Token | null;
    return kept?.proof && kept.hash && kept.sealing ? kept : undefined;
  } catch {
    return undefined;
  }
}
