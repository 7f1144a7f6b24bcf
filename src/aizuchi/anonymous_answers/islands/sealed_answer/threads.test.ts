import { beforeEach, expect, test, vi } from "vitest";
import { fromBase64, join, toBase64, utf8 } from "./bytes";
import { SUITE } from "./seal";
import {
  type Board,
  fetchBoard,
  findSaid,
  forgetThreads,
  isAnswered,
  isDropped,
  keepReplies,
  listReplies,
  markAnswered,
  noteHeard,
  signAnswer,
  startThread,
} from "./threads";

const BOARD: Board = { asking: "surveys", board: "board-1", own: "right-1", crossed: "2026-12-01" };
const REPLY = { thread: "t-1", turn: 1, by: "藤代", about: "忙しい", text: "もう少し聞かせてください" };

beforeEach(() => localStorage.clear());

/** The server's half: to the first of the two keys, as they travelled. */
async function sealTo(sent: string, board = BOARD.board, told = {}): Promise<string> {
  const x = fromBase64(sent).slice(1, 33);
  const recipientPublicKey = await decompress(x, fromBase64(sent)[0] ?? 0);
  const said = utf8(JSON.stringify({ ...REPLY, ...told }));
  const plain = new Uint8Array(3072);
  new DataView(plain.buffer).setUint16(0, said.length);
  plain.set(said, 2);
  const { ct, enc } = await SUITE.seal(
    { recipientPublicKey, info: utf8(`aizuchi reply 1|${board}`).buffer },
    plain.buffer,
  );
  return toBase64(join(new Uint8Array(enc), new Uint8Array(ct)));
}

const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

async function decompress(x: Uint8Array, side: number): Promise<CryptoKey> {
  const n = [...x].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let y = power((n ** 3n - 3n * n + B) % P, (P + 1n) / 4n);
  if ((y & 1n) !== BigInt(side & 1)) y = P - y;
  const bytes = Uint8Array.from({ length: 32 }, (_, at) => Number((y >> BigInt(8 * (31 - at))) & 255n));
  return SUITE.kem.deserializePublicKey(join(Uint8Array.of(4), x, bytes).buffer);
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, ((base % P) + P) % P];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

test("only whoever wrote something opens a reply to it, and signs what they answer", async () => {
  const sent = await startThread("right-1", "2999-12-31");
  const other = await startThread("right-2", "2999-12-31");
  expect(fromBase64(sent)).toHaveLength(66);

  await keepReplies(BOARD, [await sealTo(other), await sealTo(sent), await sealTo(sent, "board-2"), "AAAA"]);

  expect(listReplies("right-1")).toMatchObject([REPLY]);
  expect(listReplies("right-3")).toEqual([]);
  const answer = await signAnswer("right-1", REPLY, "はい", "round-1");
  const signing = fromBase64(sent).slice(33);
  const raw = await decompress(signing.slice(1), signing[0] ?? 0).then((key) => SUITE.kem.serializePublicKey(key));
  const key = await crypto.subtle.importKey("raw", raw, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const bound = utf8("aizuchi thread 1|round-1|t-1|1|はい");
  const how = { name: "ECDSA", hash: "SHA-256" };
  expect(await crypto.subtle.verify(how, key, fromBase64(String(answer.signature)), bound)).toBe(true);
  markAnswered("right-1", REPLY, { rounds: 0, right: "round-1", text: "はい" });
  expect(isAnswered("right-1", REPLY)).toBe(true);
});

test("only the browser that answered finds out that its answer was not taken, once the round is over", async () => {
  const sent = await startThread("right-1", "2999-12-31");
  markAnswered("right-1", REPLY, { rounds: 2, right: "round-1", text: "はい" });
  const isDroppedAs = async (told: object): Promise<boolean[]> => {
    await keepReplies(BOARD, [await sealTo(sent, BOARD.board, told)]);
    return listReplies("right-1").map((reply) => isDropped("right-1", reply));
  };

  expect(await isDroppedAs({})).toEqual([false]);
  expect(await isDroppedAs({ rounds: 2, answered: false })).toEqual([false]);
  expect(await isDroppedAs({ rounds: 3, answered: true })).toEqual([false]);
  expect(await isDroppedAs({ rounds: 3, answered: false })).toEqual([true]);
  expect(isDropped("right-1", { ...REPLY, turn: 2, rounds: 3, answered: false })).toBe(false);
});

test("a browser that wrote something asks exactly what one asks that wrote nothing", async () => {
  const asked: unknown[] = [];
  vi.stubGlobal("fetch", (...request: unknown[]) => {
    asked.push(request);
    return Promise.resolve(Response.json({ replies: [] }));
  });
  const visits = async (): Promise<unknown[]> => {
    for (let visit = 0; visit < 2; visit += 1) {
      const found = await fetchBoard(BOARD);
      if (found) await keepReplies(BOARD, found);
    }
    return asked.splice(0);
  };
  const without = await visits();
  localStorage.clear();
  await startThread("right-1", "2999-12-31");

  expect(await visits()).toEqual(without);
  expect(without).toHaveLength(1);
  expect(without).toMatchObject([["/surveys/answers/board/board-1/", { credentials: "omit" }]]);
});

test("no two things that one person writes have a key in common", async () => {
  const sent = [await startThread("right-1", "2999-12-31"), await startThread("right-1", "2999-12-31")].map(fromBase64);

  expect(new Set(sent.flatMap((one) => [one.slice(0, 33), one.slice(33)].map(toBase64))).size).toBe(4);
});

test("after its year nothing of it is left in the browser", async () => {
  await startThread("right-1", "2020-01-01");
  await startThread("right-2", "2999-12-31");
  forgetThreads();

  expect(Object.keys(localStorage)).toEqual(["aizuchi:thread:right-2"]);
});

test.each([
  ["taken", "taken", "", true],
  ["used", "taken", "", true],
  ["closed", "late", "はい", false],
  ["refused", "refused", "はい", false],
])("words stay until the server took them: %s", async (code, state, text, isAnswered_) => {
  await startThread("own-1", "2999-12-31");
  markAnswered("own-1", REPLY, { rounds: 0, right: "round-1", text: "はい" });
  noteHeard({ right: "round-2", code });
  expect(findSaid("own-1", REPLY)).toMatchObject({ state: "waiting", text: "はい" });

  noteHeard({ right: "round-1", code });

  expect(findSaid("own-1", REPLY)).toMatchObject({ state, text });
  expect(isAnswered("own-1", REPLY)).toBe(isAnswered_);
});
