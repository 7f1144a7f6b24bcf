// What the two people type: Yjs updates made once and used in every note.

import { createRequire } from "node:module";

const Y = createRequire(new URL("../peers/", import.meta.url))("yjs");

export const AUTHORS = [1001, 1002];
const KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねの";

/** A paragraph of one's own, and then one character after the other. */
export function makeScript(author, count) {
  const doc = new Y.Doc();
  doc.clientID = AUTHORS[author];
  const updates = [];
  doc.on("update", (update) => updates.push(update));
  const paragraph = new Y.XmlElement("paragraph");
  const line = new Y.XmlText();
  doc.transact(() => {
    doc.getXmlFragment("prosemirror").insert(0, [paragraph]);
    paragraph.insert(0, [line]);
  });
  const firstClock = Y.getState(doc.store, doc.clientID);
  for (let i = 0; i < count; i++) line.insert(i, KANA[(i * 7 + author) % KANA.length]);
  return { opening: updates[0], edits: updates.slice(1), firstClock };
}

/** A note of some 50 kB that was written in many sittings: typed here and there, and partly taken back. */
export function makeHistory(edits) {
  const doc = new Y.Doc();
  doc.clientID = AUTHORS[0];
  const updates = [];
  const clocks = []; // of the author, after each
  doc.on("update", (update) => {
    updates.push(update);
    clocks.push(Y.getState(doc.store, doc.clientID));
  });
  const fragment = doc.getXmlFragment("prosemirror");
  const lines = [];
  let random = 7;
  const dice = (sides) => (random = (random * 48271) % 2147483647) % sides;
  let line;
  let at = 0;
  for (let i = 0; i < edits; i++) {
    if (i % 24 === 0) {
      if (i % 240 === 0) {
        const paragraph = new Y.XmlElement("paragraph");
        line = new Y.XmlText();
        doc.transact(() => {
          fragment.insert(fragment.length, [paragraph]);
          paragraph.insert(0, [line]);
        });
        lines.push(line);
      }
      line = lines[dice(lines.length)];
      at = dice(line.length + 1);
    }
    if (i % 8 === 7 && at > 0) line.delete(--at, 1);
    else line.insert(at++, KANA[dice(KANA.length)]);
  }
  return { updates, clocks };
}

/** How many of an author's edits are in a document, given as updates. */
export function countEdits(updates, author, firstClock) {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return Math.max(0, Y.getState(doc.store, AUTHORS[author]) - firstClock);
}

/** Every (client, clock, length) in an update. */
export function listPieces(update) {
  return Y.decodeUpdate(update).structs.map(({ id, length }) => [id.client, id.clock, length]);
}

/** What a browser does before anybody can read: the document with everything in it, and its text. */
export function openDocument(update) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc.getXmlFragment("prosemirror").toString();
}
