/** One note's line to the server. Knows which of our edits lie on its disk, and keeps trying when it is away. */
import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import * as Y from "yjs";
import { BACK, OTHER } from "#ui/who";
import { awarenessFrame, Close, Frame, FrameReader, Sync, syncFrame, TOO_MUCH } from "./frames";
import { CannotMake } from "./making";

export interface Standing {
  mayWrite: boolean;
  you: string;
  deviceKey: string;
}

/** The address of a note, or how to come by it once there are words to send. */
export type Way = string | (() => Promise<string>);

export interface Ears {
  /** Something about `isOpen`, `isSaved` or `ended` is different now. */
  changed(): void;
  standing(standing: Standing): void;
  authors(authors: Record<string, string>): void;
  /** The document is complete for the first time. */
  synced(): void;
}

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;
const SILENCE_MS = 40_000;
const PATIENCE_MS = 10_000;
const FITS_AGAIN_MS = 1_000;
const FINAL: readonly number[] = Object.values(Close);

export class Provider {
  isOpen = false;
  isSynced = false;
  ended = 0;
  /** Local edits that the server has not yet called stored, oldest first. */
  unstored: Uint8Array[] = [];

  #socket: WebSocket | null = null;
  #isAnswered = false;
  /** On this line the server has said something. */
  #isKnown = false;
  #made = 0;
  #stored = 0;
  /** How many edits had been made when each frame of this connection was sent. */
  #madeAtFrame: number[] = [];
  #held: Uint8Array[] | null = null;
  #pause = FIRST_PAUSE_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #unsavedSince = 0;
  #isMaking = false;

  constructor(
    private way: Way,
    private readonly doc: Y.Doc,
    private readonly awareness: Awareness,
    private readonly ears: Ears,
  ) {
    doc.on("update", this.#localEdit);
    awareness.on("update", this.#localAwareness);
    addEventListener("online", this.#comeBack);
    addEventListener("offline", this.#giveUp);
    document.addEventListener(BACK, this.#signedInAgain);
    document.addEventListener(OTHER, this.#signedOut);
    this.#watch = setInterval(this.#lookAfter, 2_000);
    if (typeof way === "string") this.#connect(way);
    else this.isOpen = this.isSynced = true; // as long as there are no words nothing is missing
  }

  get isSaved(): boolean {
    return this.#made === this.#stored;
  }

  /** Also while the note is full: somebody has to be able to delete something. */
  get isEditable(): boolean {
    return !this.ended || this.ended === Close.FULL;
  }

  destroy(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#watch);
    removeEventListener("online", this.#comeBack);
    removeEventListener("offline", this.#giveUp);
    document.removeEventListener(BACK, this.#signedInAgain);
    document.removeEventListener(OTHER, this.#signedOut);
    this.doc.off("update", this.#localEdit);
    this.awareness.off("update", this.#localAwareness);
    this.ended ||= -1;
    const socket = this.#socket;
    this.#socket = null; // what it still brings, its end last, is for nobody
    socket?.close();
  }

  /** Until `release`, what others do waits: an edit in the middle of a composition would tear the text. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held;
    this.#held = null;
    for (const bytes of held ?? []) this.#take(bytes);
  }

  #come(): void {
    if (typeof this.way === "string") this.#connect(this.way);
    else if (this.#made > 0) void this.#make(this.way);
  }

  async #make(make: () => Promise<string>): Promise<void> {
    if (this.#isMaking) return;
    this.#isMaking = true;
    try {
      this.way = await make();
      if (!this.ended) this.#connect(this.way);
    } catch (error) {
      if (error instanceof CannotMake) this.ended ||= error.code;
      else if (!this.ended) this.#retryLater();
      this.ears.changed();
    } finally {
      this.#isMaking = false;
    }
  }

  #connect(address: string): void {
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened();
    socket.onmessage = (event: MessageEvent<ArrayBuffer>) => {
      if (socket === this.#socket) this.#heard(new Uint8Array(event.data));
    };
    socket.onclose = (event) => this.#closed(socket, event.code);
    this.#socket = socket;
    this.#isKnown = false;
    this.#heardAt = Date.now();
  }

  #opened(): void {
    this.isOpen = true;
    this.#isAnswered = false;
    this.#madeAtFrame = [];
    this.#send(syncFrame(Sync.STATE, Y.encodeStateVector(this.doc)));
    if (this.awareness.getLocalState()) this.#sendAwareness();
    this.ears.changed();
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.isOpen = false;
    this.#socket = null;
    this.#held &&= [];
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    // A fresh proof in another tab brings the browser another key: it knocks once more before it believes it is out.
    if (code === Close.SIGNED_OUT && this.#isKnown && !this.ended) {
      this.#come();
      this.ears.changed();
      return;
    }
    if (FINAL.includes(code)) this.ended = code;
    if (code === TOO_MUCH) this.#pause = LONGEST_PAUSE_MS; // the answer of the server had set it back
    if (!this.ended) this.#retryLater();
    this.ears.changed();
  }

  #retryLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#come(), this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }

  #comeBack = (): void => {
    if (this.ended || this.#socket) return;
    clearTimeout(this.#retry);
    this.#pause = FIRST_PAUSE_MS;
    this.#come();
  };

  /** The same person, from another tab: what waited here is theirs. */
  #signedInAgain = (): void => {
    if (this.ended !== Close.SIGNED_OUT) return;
    this.ended = 0;
    this.#comeBack();
    this.ears.changed();
  };

  /** Somebody else signed in: what waits here is not sent as theirs, even if the line was away when that happened. */
  #signedOut = (): void => {
    this.ended ||= Close.SIGNED_OUT;
    clearTimeout(this.#retry);
    this.#giveUp();
    this.ears.changed();
  };

  /** A cut cable sends no farewell. */
  #lookAfter = (): void => {
    if (!this.#socket) return;
    const isSilent = Date.now() - this.#heardAt > SILENCE_MS;
    const isStuck = this.#unsavedSince > 0 && Date.now() - Math.max(this.#unsavedSince, this.#heardAt) > PATIENCE_MS;
    if (isSilent || isStuck) this.#giveUp();
  };

  #giveUp = (): void => {
    const socket = this.#socket;
    if (!socket) return;
    socket.close();
    this.#closed(socket, 1006);
  };

  #heard(bytes: Uint8Array): void {
    this.#isKnown = true;
    this.#heardAt = Date.now();
    const kind = bytes[0];
    if (this.#held && (kind === Frame.SYNC || kind === Frame.AWARENESS)) this.#held.push(bytes);
    else this.#take(bytes);
  }

  #take(bytes: Uint8Array): void {
    const reader = new FrameReader(bytes);
    const kind = reader.number();
    if (kind === Frame.SYNC) this.#takeSync(reader.number(), reader.chunk());
    else if (kind === Frame.AWARENESS) applyAwarenessUpdate(this.awareness, reader.chunk(), this);
    else if (kind === Frame.STORED) this.#takeStored(reader.number());
    else if (kind === Frame.AUTHORS) this.ears.authors(reader.json() as Record<string, string>);
    else if (kind === Frame.STANDING) this.ears.standing(reader.json() as Standing);
  }

  #takeSync(kind: number, chunk: Uint8Array): void {
    if (kind === Sync.STATE) {
      this.#sendEdit(Sync.MISSING, Y.encodeStateAsUpdate(this.doc, chunk));
      this.#isAnswered = true;
      return;
    }
    Y.applyUpdate(this.doc, chunk, this);
    if (kind !== Sync.MISSING) return;
    this.#pause = FIRST_PAUSE_MS;
    if (this.isSynced) return;
    this.isSynced = true;
    this.ears.synced();
  }

  #takeStored(frames: number): void {
    const made = this.#madeAtFrame[frames - 1];
    if (made === undefined || made <= this.#stored) return;
    this.unstored.splice(0, made - this.#stored);
    this.#stored = made;
    this.#unsavedSince = this.isSaved ? 0 : Date.now();
    this.ears.changed();
  }

  #localEdit = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    if (origin === this) return;
    this.#made += 1;
    this.#unsavedSince ||= Date.now();
    this.unstored.push(update);
    if (this.#made === 1 && typeof this.way !== "string") {
      this.isOpen = false;
      this.#come();
    }
    // Before the server told what it has, nothing is sent: the answer to that will hold this edit too.
    if (this.isOpen && this.#isAnswered) this.#sendEdit(Sync.UPDATE, update);
    if (this.ended === Close.FULL && transaction.deleteSet.clients.size > 0) {
      clearTimeout(this.#retry);
      this.#retry = setTimeout(this.#seeWhetherItFits, FITS_AGAIN_MS);
    }
    this.ears.changed();
  };

  /** Something was deleted from a note that was full: the server weighs it with all that was not saved. */
  #seeWhetherItFits = (): void => {
    if (this.ended !== Close.FULL) return;
    this.ended = 0;
    this.#come();
    this.ears.changed();
  };

  #localAwareness = (changes: { added: number[]; updated: number[]; removed: number[] }, origin: unknown): void => {
    if (origin === this || !this.isOpen) return;
    const changed = [...changes.added, ...changes.updated, ...changes.removed];
    if (changed.includes(this.doc.clientID)) this.#sendAwareness();
  };

  #sendAwareness(): void {
    this.#send(awarenessFrame(encodeAwarenessUpdate(this.awareness, [this.doc.clientID])));
  }

  #sendEdit(kind: number, update: Uint8Array): void {
    this.#madeAtFrame.push(this.#made);
    this.#send(syncFrame(kind, update));
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }
}
