import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { Frame, FrameReader, Sync, syncFrame } from "./notes_editor/frames";

const outbox = { keep: vi.fn(async () => {}), leftBehind: async () => [], forget: async () => {} };
vi.mock("./notes_editor/outbox", () => ({ openOutbox: async () => outbox }));

/** The server's end of a line, with a document of its own. */
class FakeSocket {
  static OPEN = 1;
  static latest: FakeSocket;
  readyState = 1;
  binaryType = "";
  onopen = (): void => {};
  onmessage = (_: { data: ArrayBuffer }): void => {};
  onclose = (_: { code: number }): void => {};

  constructor(readonly address: string) {
    FakeSocket.latest = this;
  }

  send(bytes: Uint8Array): void {
    const reader = new FrameReader(bytes);
    if (reader.number() !== Frame.SYNC) return;
    const kind = reader.number();
    const chunk = reader.chunk();
    if (kind === Sync.STATE) this.say(syncFrame(Sync.MISSING, Y.encodeStateAsUpdate(server, chunk)));
    else Y.applyUpdate(server, chunk, this);
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
const root = (): HTMLElement => document.querySelector("[data-island]") as HTMLElement;
const text = (): HTMLElement => root().querySelector("[data-note-text]") as HTMLElement;

/** Islands are brought to life, and taken away, whenever htmx has processed something. */
const look = (): boolean => document.dispatchEvent(new Event("htmx:after:process"));

beforeAll(async () => {
  await import("./notes_editor");
});

beforeEach(() => {
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  server = new Y.Doc();
  const line = new Y.XmlElement("paragraph");
  line.insert(0, [new Y.XmlText("いま書いてあること")]);
  server.getXmlFragment("prosemirror").insert(0, [line]);
  document.body.innerHTML = `<div data-island="notes-editor" data-document="7" data-viewer="aoi" data-people="[]"
      data-label="Notes" data-placeholder="Write here" data-today="2026-12-01">
      <div><div class="note" data-note-text><p>そのときの文</p></div></div>
      <div data-note-tools hidden><button data-command="list" aria-pressed="false"></button></div>
      <p data-state="saving" hidden></p><p data-note-say="tab" id="leave-7" hidden></p></div>`;
  look();
});

afterEach(() => {
  document.body.replaceChildren();
  look();
});

test("the page's text stands until the server has told what it is now", () => {
  expect(FakeSocket.latest.address).toBe(`ws://${location.host}/ws/notes/7?v=1`);
  expect(text().textContent).toBe("そのときの文");
  expect(root().querySelector<HTMLElement>("[data-note-tools]")?.hidden).toBe(true);

  FakeSocket.latest.open();

  expect(text().textContent).toBe("いま書いてあること");
  expect(root().dataset.live).toBe("");
  expect(root().querySelector<HTMLElement>("[data-note-tools]")?.hidden).toBe(false);
  expect(text().getAttribute("aria-describedby")).toBe("leave-7");
});

test("what is written goes to the server", () => {
  FakeSocket.latest.open();
  root().querySelector<HTMLElement>("[data-command=list]")?.click();

  expect(server.getXmlFragment("prosemirror").toString()).toBe(
    "<bullet_list><list_item><paragraph>いま書いてあること</paragraph></list_item></bullet_list>",
  );
  expect(root().querySelector<HTMLElement>("[data-state=saving]")?.hidden).toBe(false);
});

test("it says who else is writing here", () => {
  const heard = vi.fn();
  document.addEventListener("notes:presence", heard);
  FakeSocket.latest.open();

  FakeSocket.latest.say(new Uint8Array([Frame.AUTHORS, 2, 123, 125]));

  expect(heard.mock.lastCall?.[0].detail).toEqual({ people: [] });
  document.removeEventListener("notes:presence", heard);
});

test("a note that left the page lets go of its line", () => {
  FakeSocket.latest.open();
  const close = vi.spyOn(FakeSocket.latest, "close");

  root().remove();
  look();

  expect(close).toHaveBeenCalledOnce();
});

test("what its line still brings once it has left the page reaches nothing that is gone", async () => {
  const { latest } = FakeSocket;
  latest.open();
  latest.close = () => {}; // a real line is closed a moment later, and may say something before
  root().remove();
  look();

  expect(() => latest.say(syncFrame(Sync.UPDATE, Y.encodeStateAsUpdate(server)))).not.toThrow();
  expect(() => latest.onclose({ code: 1006 })).not.toThrow();
});

async function openWithOutbox(): Promise<void> {
  FakeSocket.latest.open();
  const standing = [...new TextEncoder().encode('{"mayWrite": true, "you": "aoi", "deviceKey": "00"}')];
  FakeSocket.latest.say(new Uint8Array([Frame.STANDING, standing.length, ...standing]));
  await Promise.resolve();
  outbox.keep.mockClear();
}

const write = (): void => root().querySelector<HTMLElement>("[data-command=list]")?.click();

test.each(["beforeunload", "visibilitychange", "pagehide"])(
  "what was just written is put aside at %s, without a wait",
  async (moment) => {
    await openWithOutbox();
    write();
    expect(outbox.keep).not.toHaveBeenCalled();

    (moment === "visibilitychange" ? document : window).dispatchEvent(new Event(moment, { bubbles: true }));

    expect(outbox.keep).toHaveBeenCalledOnce();
  },
);

test("who writes without a rest is not waited for", async () => {
  vi.useFakeTimers();
  await openWithOutbox();

  for (let stroke = 0; stroke < 3; stroke += 1) {
    write();
    vi.advanceTimersByTime(100);
  }

  expect(outbox.keep).toHaveBeenCalled();
  vi.useRealTimers();
});

test("a note that nobody has written in is an editor at once, and nothing is asked of the server", () => {
  const fetched = vi.fn();
  vi.stubGlobal("fetch", fetched);
  const latest = FakeSocket.latest;
  document.body.innerHTML = `<div data-island="notes-editor" data-make="/make" data-viewer="aoi" data-people="[]"
      data-label="Notes" data-placeholder="Write here"><div class="note" data-note-text><p>Write here</p></div></div>`;
  look();

  expect(text().getAttribute("role")).toBe("textbox");
  expect(FakeSocket.latest).toBe(latest);
  expect(fetched).not.toHaveBeenCalled();
});
