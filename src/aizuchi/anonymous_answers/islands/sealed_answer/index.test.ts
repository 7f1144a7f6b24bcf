import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import vector from "../../tests/rfc9474.json";
import { fromBase64, join, sha256, toBase64, toHex, utf8 } from "./bytes";
import { type Answer, prepare, sendAnonymously, sendFromGroup, wasAnswered } from "./index";
import { stopPosting } from "./post";
import { forgetTokens, importSigningKey } from "./token";

const ENTITLED = { right: "right-1", mentor: "mentor-1", window: "window-1", until: "2999-12-31" };
const ANSWERS: Answer[] = [{ topic: "t", response: "r", met: 4, moved: 5 }];
const HPKE = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
const KEY_BYTES = 512;
const SOON = new Response("{}", { status: 202, headers: { "Retry-After": "1" } });

let signing: Uint8Array<ArrayBuffer>;
let sealing: CryptoKeyPair;
let asked: string[];
let published: (fingerprint: string) => string[];
let refusal: number | undefined;
let keysAreMadeAfter: number;
let number = 1;
let messages: string[];
let lost: number;
let isOneTooMany: boolean;
let signs: (blinded: string) => string;

beforeEach(async () => {
  localStorage.clear();
  asked = [];
  published = (fingerprint) => ["00", fingerprint];
  refusal = undefined;
  keysAreMadeAfter = 0;
  number = 1;
  messages = [];
  lost = 0;
  isOneTooMany = false;
  signs = power;
  signing = await vectorKey();
  sealing = await HPKE.kem.generateKeyPair();
  vi.stubGlobal("fetch", serve);
});

afterEach(stopPosting);

/** The server's half, as far as a browser can tell. */
async function serve(address: string, options: RequestInit = {}): Promise<Response> {
  asked.push(`${options.method ?? "GET"} ${address} ${options.credentials ?? "same-origin"}`);
  if (refusal) return new Response("{}", { status: refusal });
  const point = new Uint8Array(await HPKE.kem.serializePublicKey(sealing.publicKey));
  address = address.replace("/surveys/answers/", "/feedback/");
  if (address === "/feedback/key/window-1/mentor-1/" && keysAreMadeAfter-- > 0) return SOON;
  if (address === "/feedback/key/window-1/mentor-1/")
    return Response.json({ signing: toBase64(signing), sealing: toBase64(point), fingerprint: "" });
  if (address === "/feedback/keys/window-1/")
    return Response.json({ fingerprints: published(toHex(await sha256(join(signing, point)))) });
  const { blinded } = JSON.parse(options.body as string) as { blinded: string };
  messages.push(blinded);
  if (lost-- > 0) throw new TypeError("the answer got lost");
  if (isOneTooMany) return Response.json({ refused: "elsewhere" });
  return Response.json({ signature: toBase64(fromHex(signs(toHex(fromBase64(blinded))))), number });
}

function power(message: string): string {
  const [n, d] = [BigInt(`0x${vector.n}`), BigInt(`0x${vector.d}`)];
  let [result, base] = [1n, BigInt(`0x${message}`)];
  for (let bits = d; bits > 0n; bits >>= 1n) {
    if (bits & 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return result.toString(16).padStart(2 * KEY_BYTES, "0");
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

async function vectorKey(): Promise<Uint8Array<ArrayBuffer>> {
  const url = (bytes: Uint8Array): string =>
    toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const jwk = { kty: "RSA", n: url(fromHex(vector.n)), e: "AQAB", alg: "PS384", ext: true };
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  return new Uint8Array(await crypto.subtle.exportKey("spki", key));
}

function outgoing(): { mentor: string; window: string; token: string; signature: string; sealed: string }[] {
  const kept = JSON.parse(localStorage.getItem("aizuchi:voice:outgoing") ?? "[]") as { body: string }[];
  return kept.map(({ body }) => JSON.parse(body));
}

test("the RFC's blind signature becomes the RFC's signature", async () => {
  const suite = RSABSSA.SHA384.PSS.Deterministic();
  const key = await importSigningKey(signing);

  const signature = await suite.finalize(key, fromHex(vector.msg), fromHex(vector.blind_sig), fromHex(vector.inv));

  expect(toHex(signature)).toBe(vector.sig);
});

test("an answer is sealed with a token whose signature anybody can check", async () => {
  await sendAnonymously(ENTITLED, ANSWERS, "よく聞いてくれました");

  const [sent] = outgoing();
  const pss = { name: "RSA-PSS", saltLength: 48 };
  const key = await importSigningKey(signing);
  expect(await crypto.subtle.verify(pss, key, fromBase64(sent?.signature ?? ""), fromBase64(sent?.token ?? ""))).toBe(
    true,
  );
  expect(Object.keys(sent ?? {}).sort()).toEqual(["mentor", "sealed", "signature", "token", "window"]);
});

async function openSent(): Promise<unknown> {
  const [sent] = outgoing();
  const box = fromBase64(sent?.sealed ?? "");
  const info = utf8(`aizuchi voice 1|window-1|mentor-1|${toHex(await sha256(fromBase64(sent?.token ?? "")))}`);
  const opened = await HPKE.open(
    { recipientKey: sealing.privateKey, enc: box.slice(0, 65).buffer, info: info.buffer },
    box.slice(65).buffer,
  );
  const length = new DataView(opened).getUint16(0);
  expect(box).toHaveLength(65 + 3072 + 16);
  return JSON.parse(new TextDecoder().decode(opened.slice(2, 2 + length)));
}

test("only the holder of the key reads it, and every box has the same size", async () => {
  await sendAnonymously(ENTITLED, ANSWERS, "よく聞いてくれました");

  expect(await openSent()).toEqual({ answers: ANSWERS, comment: "よく聞いてくれました", second: false });
});

test("a second browser is told that it is one, and says so inside its box", async () => {
  number = 2;

  expect(await prepare(ENTITLED)).toBe(true);
  await sendAnonymously(ENTITLED, ANSWERS, "");

  expect(await openSent()).toEqual({ answers: ANSWERS, comment: "", second: true });
});

test("the token is fetched ahead, so that answering asks the server for nothing", async () => {
  await prepare(ENTITLED);
  const before = asked.length;

  await sendAnonymously(ENTITLED, ANSWERS, "");

  expect(asked).toHaveLength(before);
});

test("two parts of a page that ask at once get one token", async () => {
  await Promise.all([prepare(ENTITLED), prepare(ENTITLED)]);

  expect(asked.filter((request) => request.includes("/feedback/sign/"))).toHaveLength(1);
});

test("the list that keys are checked against is fetched without saying who asks", async () => {
  await prepare(ENTITLED);

  expect(asked).toContain("GET /feedback/keys/window-1/ omit");
});

test("keys that a job is still making are asked for again", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  keysAreMadeAfter = 3;

  const preparing = prepare(ENTITLED);
  for (let pauses = 0; pauses < 3; pauses += 1) await vi.advanceTimersByTimeAsync(1_000);
  await preparing;

  expect(asked.filter((request) => request.includes("/feedback/key/"))).toHaveLength(4);
  vi.useRealTimers();
});

test("a key that is not in everybody's list is not used", async () => {
  published = () => ["00"];

  await expect(sendAnonymously(ENTITLED, ANSWERS, "")).rejects.toMatchObject({ code: "keys_differ" });
  expect(outgoing()).toEqual([]);
  expect(wasAnswered("right-1")).toBe(false);
});

test("a signature that does not fit is neither kept nor used, and the next visit asks anew", async () => {
  signs = (blinded) => power(blinded).replace(/^../, "01");
  await expect(sendAnonymously(ENTITLED, ANSWERS, "")).rejects.toThrow();
  expect(localStorage).toHaveLength(0);

  signs = power;
  await sendAnonymously(ENTITLED, ANSWERS, "");

  expect(outgoing()).toHaveLength(1);
});

test.each(["", "{", "null", "[]", '{"proof": {"token": "x", "signature": "y"}}'])(
  "a kept token that is none (%s) is fetched anew",
  async (kept) => {
    localStorage.setItem("aizuchi:voice:token:right-1", kept);

    await sendAnonymously(ENTITLED, ANSWERS, "");

    expect(asked.filter((request) => request.includes("/feedback/sign/"))).toHaveLength(1);
    expect(outgoing()).toHaveLength(1);
  },
);

test("that somebody answered is a mark in this browser", async () => {
  expect(wasAnswered("right-1")).toBe(false);

  await sendAnonymously(ENTITLED, ANSWERS, "");

  expect(wasAnswered("right-1")).toBe(true);
});

test.each([
  [410, "closed"],
  [404, "not_entitled"],
  [503, "offline"],
])("a refusal with %i is named", async (status, code) => {
  refusal = status as number;

  await expect(sendAnonymously(ENTITLED, ANSWERS, "")).rejects.toMatchObject({ code });
});

test("a third browser of the same person hears that it is one", async () => {
  isOneTooMany = true;

  await expect(sendAnonymously(ENTITLED, ANSWERS, "")).rejects.toMatchObject({ code: "elsewhere" });
});

test("when the answer got lost, the very same message is asked for again, also by the next page", async () => {
  lost = 2;
  await expect(prepare(ENTITLED)).rejects.toMatchObject({ code: "offline" });
  await expect(prepare(ENTITLED)).rejects.toMatchObject({ code: "offline" });
  await prepare(ENTITLED);
  await sendAnonymously(ENTITLED, ANSWERS, "");

  expect(messages).toHaveLength(3);
  expect(new Set(messages).size).toBe(1);
  expect(outgoing()).toHaveLength(1);
  expect(Object.keys(localStorage).filter((key) => key.includes("asked"))).toEqual([]);
});

test("a message blinded for a key that is not there any more is not asked for again", async () => {
  lost = 1;
  await expect(prepare(ENTITLED)).rejects.toMatchObject({ code: "offline" });
  const kept = JSON.parse(localStorage.getItem("aizuchi:voice:asked:right-1") ?? "{}");
  localStorage.setItem("aizuchi:voice:asked:right-1", JSON.stringify({ ...kept, signing: "other" }));

  await prepare(ENTITLED);

  expect(new Set(messages).size).toBe(2);
});

test("two tabs take turns, and the second finds what the first got", async () => {
  const turns: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const request = (name: string, act: () => Promise<unknown>): Promise<unknown> => {
    turns.push(name);
    last = last.catch(() => undefined).then(act);
    return last;
  };
  vi.stubGlobal("navigator", { locks: { request } });
  vi.resetModules();
  const other = await import("./index");

  await Promise.all([prepare(ENTITLED), other.prepare(ENTITLED)]);
  vi.unstubAllGlobals();

  expect(turns).toEqual(Array(2).fill("aizuchi:voice:token:right-1"));
  expect(messages).toHaveLength(1);
});

test("a tab that waited while another one answered asks for no second token", async () => {
  const request = async (_: string, act: () => Promise<unknown>): Promise<unknown> => {
    localStorage.setItem("aizuchi:voice:answered:right-1", ENTITLED.until);
    return act();
  };
  vi.stubGlobal("navigator", { locks: { request } });

  await expect(sendAnonymously(ENTITLED, ANSWERS, "")).rejects.toMatchObject({ code: "answered" });
  vi.unstubAllGlobals();

  expect(messages).toEqual([]);
});

test("tokens of a time that is over go, and those of before have three weeks", async () => {
  localStorage.setItem("aizuchi:voice:token:old", JSON.stringify({ until: "2020-01-01" }));
  localStorage.setItem("aizuchi:voice:asked:old", JSON.stringify({ until: "2020-01-01" }));
  localStorage.setItem("aizuchi:voice:token:broken", "{");
  localStorage.setItem("aizuchi:voice:token:dateless", JSON.stringify({ proof: {} }));
  await prepare(ENTITLED);
  const now = Date.now();

  forgetTokens(now);
  expect(Object.keys(localStorage).sort()).toEqual(["aizuchi:voice:token:dateless", "aizuchi:voice:token:right-1"]);
  forgetTokens(now + 23 * 86_400_000);

  expect(Object.keys(localStorage)).toEqual(["aizuchi:voice:token:right-1"]);
});

test("a line that fits no box is said to be too long", async () => {
  await expect(sendAnonymously(ENTITLED, ANSWERS, "あ".repeat(401))).rejects.toMatchObject({ code: "too_long" });
});

test("where browsers do not encrypt, nothing is sent", async () => {
  vi.stubGlobal("crypto", {});

  await expect(sendAnonymously(ENTITLED, ANSWERS, "")).rejects.toMatchObject({ code: "unsupported" });
});

const IN_GROUP = { ...ENTITLED, asking: "surveys" };

test.each([
  [1, 3072],
  [2, 12288],
] as const)(
  "a group's answer (token %i) goes below its app's address and fills its window's size",
  async (which, size) => {
    number = which;

    await sendFromGroup(IN_GROUP, "はい", size);

    expect(asked.every((request) => request.includes(" /surveys/answers/"))).toBe(true);
    const [kept] = JSON.parse(localStorage.getItem("aizuchi:voice:outgoing") ?? "[]") as {
      asking: string;
      body: string;
    }[];
    const sent = JSON.parse(kept?.body ?? "{}") as Record<string, string>;
    expect(kept?.asking).toBe("surveys");
    expect(Object.keys(sent).sort()).toEqual(["about", "sealed", "signature", "token", "window"]);
    const box = fromBase64(sent.sealed ?? "");
    expect(box).toHaveLength(65 + size + 16);
    const hash = toHex(await sha256(fromBase64(sent.token ?? "")));
    const info = utf8(`aizuchi answer 1|surveys|window-1|mentor-1|${hash}`);
    const parts = { recipientKey: sealing.privateKey, enc: box.slice(0, 65).buffer, info: info.buffer };
    const opened = new Uint8Array(await HPKE.open(parts, box.slice(65).buffer));
    expect(opened[2]).toBe(which - 1);
    expect(new TextDecoder().decode(opened.slice(3, 3 + (opened[1] ?? 0)))).toBe("はい");
  },
);

test("what is longer than its window's size is said to be, and nothing leaves", async () => {
  await expect(sendFromGroup(IN_GROUP, "x".repeat(3070), 3072)).rejects.toMatchObject({ code: "too_long" });
  expect(outgoing()).toEqual([]);
});
