import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { Close, Frame, FrameReader, Sync, syncFrame, TOO_MUCH } from "./frames";
import { CannotMake } from "./making";
import { Provider } from "./provider";

/** The server's end of the line: a document of its own, and a word about what is stored when the test says so. */
class FakeSocket {
  static OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 1;
  binaryType = "";
  edits: Uint8Array[] = [];
  onopen = (): void => {};
  onmessage = (_: { data: ArrayBuffer }): void => {};
  onclose = (_: { code: number }): void => {};

  constructor(readonly address: string) {
    FakeSocket.all.push(this);
  }

  send(bytes: Uint8Array): void {
    const reader = new FrameReader(bytes);
    if (reader.number() !== Frame.SYNC) return;
    const kind = reader.number();
    const chunk = reader.chunk();
    if (kind === Sync.STATE) this.say(syncFrame(Sync.MISSING, Y.encodeStateAsUpdate(server, chunk)));
    else {
      this.edits.push(chunk);
      Y.applyUpdate(server, chunk, this);
    }
  }

  say(bytes: Uint8Array): void {
    this.onmessage({ data: Uint8Array.from(bytes).buffer });
  }

  open(): void {
    this.onopen();
    this.say(syncFrame(Sync.STATE, Y.encodeStateVector(server)));
  }

  close(code = 1006): void {
    this.readyState = 3;
    this.onclose({ code });
  }
}

let server: Y.Doc;
let doc: Y.Doc;
let provider: Provider;
const ears = { changed: vi.fn(), standing: vi.fn(), authors: vi.fn(), synced: vi.fn() };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  server = new Y.Doc();
  doc = new Y.Doc();
  provider = new Provider("ws://here/ws/notes/1?v=1", doc, new Awareness(doc), ears);
});

afterEach(() => {
  provider.destroy();
  vi.useRealTimers();
});

const socket = (): FakeSocket => FakeSocket.all.at(-1) as FakeSocket;
const write = (words: string): void => doc.getText("t").insert(doc.getText("t").length, words);
const stored = (count: number): void => socket().say(new Uint8Array([Frame.STORED, count]));

test("what is typed reaches the server and is saved only when it says so", () => {
  socket().open();
  write("あ");

  expect(server.getText("t").toString()).toBe("あ");
  expect(provider.isSaved).toBe(false);
  stored(1);
  expect(provider.isSaved).toBe(false);
  stored(2);
  expect(provider.isSaved).toBe(true);
  expect(provider.unstored).toEqual([]);
});

test("what was typed while away goes out on return", () => {
  socket().open();
  stored(1);
  socket().close();
  write("トンネル");
  expect(provider.unstored).toHaveLength(1);

  vi.advanceTimersByTime(1_000);
  socket().open();
  stored(1);

  expect(server.getText("t").toString()).toBe("トンネル");
  expect(provider.isSaved).toBe(true);
});

test("an edit whose answer was lost counts as unsaved after the return, until it is said again", () => {
  socket().open();
  write("あ");
  socket().close();
  vi.advanceTimersByTime(1_000);
  socket().open();

  expect(provider.isSaved).toBe(false);
  stored(1);
  expect(provider.isSaved).toBe(true);
});

test("while a word is composed the others' edits wait", () => {
  socket().open();
  provider.hold();
  server.getText("t").insert(0, "相手");
  socket().say(syncFrame(Sync.UPDATE, Y.encodeStateAsUpdate(server)));
  expect(doc.getText("t").toString()).toBe("");

  provider.release();

  expect(doc.getText("t").toString()).toBe("相手");
});

test("news about what is stored does not wait for a composition", () => {
  socket().open();
  write("か");
  provider.hold();

  stored(2);

  expect(provider.isSaved).toBe(true);
});

test("another key of the same session is tried before anybody is told to sign in", () => {
  socket().open();
  write("あ");
  socket().close(Close.SIGNED_OUT);

  expect(FakeSocket.all).toHaveLength(2);
  expect(provider.isEditable).toBe(true);
  socket().open();
  socket().close(Close.SIGNED_OUT);
  socket().close(Close.SIGNED_OUT);
  expect(provider.ended).toBe(Close.SIGNED_OUT);
});

test.each([Close.SIGNED_OUT, Close.NOT_FOUND, Close.READ_ONLY])("it does not knock again after %i", (code) => {
  socket().close(code);

  vi.advanceTimersByTime(60_000);

  expect(FakeSocket.all).toHaveLength(1);
  expect(provider.ended).toBe(code);
});

test("it tries again when the line breaks, and at once when the network is back", () => {
  socket().open();
  socket().close();
  dispatchEvent(new Event("online"));

  expect(FakeSocket.all).toHaveLength(2);
});

test("a line that swallows edits without a word is given up", () => {
  socket().open();
  stored(1);
  write("あ");

  vi.advanceTimersByTime(15_000);

  expect(FakeSocket.all.length).toBeGreaterThan(1);
});

test("without a network nobody is said to be writing here", () => {
  socket().open();

  dispatchEvent(new Event("offline"));

  expect(provider.isOpen).toBe(false);
});

test("a note that was full goes on by itself once something was deleted, and brings what was not saved", () => {
  socket().open();
  write("a".repeat(5_000));
  socket().close(Close.FULL);
  write("b");
  vi.advanceTimersByTime(60_000);
  expect(FakeSocket.all).toHaveLength(1);
  expect(provider.ended).toBe(Close.FULL);
  expect(provider.isEditable).toBe(true);

  doc.getText("t").delete(0, 1_000);
  vi.advanceTimersByTime(2_000);

  expect(FakeSocket.all).toHaveLength(2);
  socket().open();
  stored(1);
  expect(provider.ended).toBe(0);
  expect(provider.isSaved).toBe(true);
  expect(server.getText("t").toString()).toBe(`${"a".repeat(4_000)}b`);
});

test("who sent too much at once comes back after a good while, with everything", () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  socket().open();
  write("あ");
  socket().close(TOO_MUCH);

  vi.advanceTimersByTime(7_000);
  expect(FakeSocket.all).toHaveLength(1);
  vi.advanceTimersByTime(1_000);
  socket().open();

  expect(server.getText("t").toString()).toBe("あ");
});

test("a note without a document asks for one with its first words, and sends all of them there", async () => {
  provider.destroy();
  FakeSocket.all = [];
  const make = vi.fn(async () => "ws://here/ws/notes/2?v=1");
  provider = new Provider(make, doc, new Awareness(doc), ears);
  await vi.advanceTimersByTimeAsync(5_000);
  dispatchEvent(new Event("online"));
  expect(make).not.toHaveBeenCalled();
  expect([provider.isOpen, provider.isSynced, provider.isSaved]).toEqual([true, true, true]);

  write("あ");
  write("い");
  await vi.advanceTimersByTimeAsync(0);
  socket().open();

  expect(make).toHaveBeenCalledOnce();
  expect(FakeSocket.all.map((one) => one.address)).toEqual(["ws://here/ws/notes/2?v=1"]);
  expect(server.getText("t").toString()).toBe("あい");
  stored(1);
  expect(provider.isSaved).toBe(true);
});

test("a document that could not be made is asked for again, until there is no use in it", async () => {
  provider.destroy();
  const make = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new TypeError("offline"));
  make.mockRejectedValueOnce(new CannotMake(Close.SIGNED_OUT));
  provider = new Provider(make, doc, new Awareness(doc), ears);

  write("あ");
  await vi.advanceTimersByTimeAsync(60_000);

  expect(make).toHaveBeenCalledTimes(2);
  expect(provider.ended).toBe(Close.SIGNED_OUT);
  expect(provider.unstored).toHaveLength(1);
});

test("whoever signs in again in another tab writes on, and nothing is lost", () => {
  doc.getText("words").insert(0, "kept");
  FakeSocket.all.at(-1)?.close(Close.SIGNED_OUT);
  expect(provider.isEditable).toBe(false);

  document.dispatchEvent(new CustomEvent("aizuchi:back"));
  FakeSocket.all.at(-1)?.open();

  expect(provider.isEditable).toBe(true);
  expect(server.getText("words").toString()).toBe("kept");
});

test("what waited while the line was away is not sent as somebody else's", () => {
  doc.getText("words").insert(0, "kept");
  FakeSocket.all.at(-1)?.close(1006);
  document.dispatchEvent(new CustomEvent("aizuchi:other"));
  const before = FakeSocket.all.length;

  vi.advanceTimersByTime(120_000);
  window.dispatchEvent(new Event("online"));

  expect(FakeSocket.all).toHaveLength(before);
  expect(provider.isEditable).toBe(false);
});

test("a note that is not theirs stays shut when somebody signs in", () => {
  FakeSocket.all.at(-1)?.close(Close.NOT_FOUND);
  const before = FakeSocket.all.length;

  document.dispatchEvent(new CustomEvent("aizuchi:back"));

  expect(FakeSocket.all).toHaveLength(before);
});
