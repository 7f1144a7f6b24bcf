/**
 * Sealing an answer so that only the weekly tick can open it, and so that every box has the same size. The server's half
 * is anonymous_answers/sealed_answers.py: HPKE (RFC 9180) with P-256, HKDF-SHA256 and AES-128-GCM, bound to window, mentor and token.
 */
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { fromBase64, join, toBase64, utf8 } from "./bytes";
import { CannotSend, type Entitled } from "./entitled";
import type { Token } from "./token";

export const PLAIN_BYTES = 3072;
export const LONGEST_COMMENT = 400;

export type Level = 1 | 2 | 3 | 4 | 5;

/** Topic and response as the right offers them; both null: the 1on1 as a whole. */
export interface Answer {
  topic: string | null;
  response: string | null;
  met: Level;
  moved: Level;
}

export interface Said {
  answers: Answer[];
  comment: string;
  /** Whether it is the second token of the same person: such a box proves nobody. Nobody but the weekly tick reads it. */
  second: boolean;
}

/** All answers of a window have one of these lengths, which the server chose when it opened. */
export type Size = 3072 | 12288 | 40960;
const FRAME_BYTES = 3;

export const SUITE = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

/** Throws CannotSend. */
export async function seal(said: Said, { mentor, window: fortnight }: Entitled, token: Token): Promise<string> {
  return sealTo(token, `aizuchi voice 1|${fortnight}|${mentor}|${token.hash}`, pad(said));
}

/** What somebody in a group says: any text, whose length shows nowhere. Throws CannotSend. */
export async function sealForGroup(text: string, size: Size, entitled: Entitled, token: Token): Promise<string> {
  const { asking, window: time, mentor: group } = entitled;
  const said = utf8(text);
  if (said.length > size - FRAME_BYTES) throw new CannotSend("too_long");
  const plain = new Uint8Array(size);
  new DataView(plain.buffer).setUint16(0, said.length);
  plain[2] = token.isSecond ? 1 : 0;
  plain.set(said, FRAME_BYTES);
  return sealTo(token, `aizuchi answer 1|${asking}|${time}|${group}|${token.hash}`, plain);
}

async function sealTo(token: Token, bound: string, plain: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await SUITE.kem.deserializePublicKey(fromBase64(token.sealing).buffer);
  const info = utf8(bound);
  const { ct, enc } = await SUITE.seal({ recipientPublicKey: key, info: info.buffer }, plain.buffer);
  return toBase64(join(new Uint8Array(enc), new Uint8Array(ct)));
}

function pad({ answers, comment, second }: Said): Uint8Array<ArrayBuffer> {
  if ([...comment].length > LONGEST_COMMENT) throw new CannotSend("too_long");
  const json = utf8(JSON.stringify({ answers, comment, second }));
  if (json.length > PLAIN_BYTES - 2) throw new CannotSend("too_long");
  const plain = new Uint8Array(PLAIN_BYTES);
  new DataView(plain.buffer).setUint16(0, json.length);
  plain.set(json, 2);
  return plain;
}
