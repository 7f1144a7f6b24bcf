import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { type Kept, Outbox, type UpdateStore } from "./outbox";

let lying: Map<string, Kept>;
let store: UpdateStore;

beforeEach(() => {
  lying = new Map();
  store = {
    put: async (kept) => void lying.set(kept.id, kept),
    list: async (prefix) => [...lying.values()].filter((kept) => kept.id.startsWith(prefix)),
    remove: async (id) => void lying.delete(id),
  };
});

function makeKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function edits(words: string): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  for (const letter of words) doc.getText("t").insert(doc.getText("t").length, letter);
  return updates;
}

function read(update: Uint8Array): string {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc.getText("t").toString();
}

test("a later visit finds what an earlier one left behind", async () => {
  const key = await makeKey();
  await new Outbox(store, key, "p/d/", "1").keep(edits("まだ届いていない"));

  const found = await new Outbox(store, key, "p/d/", "2").leftBehind();

  expect(found.map(({ update }) => read(update))).toEqual(["まだ届いていない"]);
});

test("the words lie sealed", async () => {
  await new Outbox(store, await makeKey(), "p/d/", "1").keep(edits("ひみつ"));

  const bytes = new Uint8Array([...lying.values()][0]?.sealed ?? new ArrayBuffer(0));

  expect(new TextDecoder().decode(bytes)).not.toContain("ひみつ");
});

test("whoever sits here next cannot read them", async () => {
  await new Outbox(store, await makeKey(), "p/d/", "1").keep(edits("ひみつ"));

  expect(await new Outbox(store, await makeKey(), "p/d/", "2").leftBehind()).toEqual([]);
});

test("nothing is left once everything is stored", async () => {
  const outbox = new Outbox(store, await makeKey(), "p/d/", "1");
  await outbox.keep(edits("あ"));

  await outbox.keep([]);

  expect(lying.size).toBe(0);
});
