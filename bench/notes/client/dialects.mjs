// The Yjs sync protocol as y-websocket speaks it, and with Hocuspocus' address and sign-in around it.

import { chunk, number, Reader, text } from "./bytes.mjs";

const SYNC = 0;
const AWARENESS = 1;
const STEP1 = 0;
const STEP2 = 1;
const UPDATE = 2;

const EMPTY_STATE = Buffer.from([0]);
export const NOTHING = Buffer.from([0, 0]);

class Plain {
  static STORED = 100; // ours alone: how many of this connection's frames are on disk

  constructor(name) {
    this.prefix = this.makePrefix(name);
  }

  makePrefix() {
    return Buffer.alloc(0);
  }

  message(...parts) {
    return Buffer.concat([this.prefix, ...parts]);
  }

  askForState() {
    return this.message(Buffer.from([SYNC, STEP1]), chunk(EMPTY_STATE));
  }

  answer(update) {
    return this.message(Buffer.from([SYNC, STEP2]), chunk(update));
  }

  edit(update) {
    return this.message(Buffer.from([SYNC, UPDATE]), chunk(update));
  }

  awareness(client, clock, state) {
    const entry = Buffer.concat([Buffer.from([1, ...number(client), ...number(clock)]), text(JSON.stringify(state))]);
    return this.message(Buffer.from([AWARENESS]), chunk(entry));
  }

  greet(client) {
    client.sayHello();
  }

  /** Tells `client` what a message means. */
  hear(message, client) {
    const at = this.prefix.length;
    const kind = message[at];
    if (kind === SYNC || kind === 4) {
      const reader = new Reader(message, at + 2);
      const part = message[at + 1];
      if (part === UPDATE) client.hearUpdate(reader.chunk());
      else if (part === STEP2) client.hearState(reader.chunk());
      else client.hearQuestion();
    } else this.hearOther(kind, new Reader(message, at + 1), client);
  }

  hearOther(kind, reader, client) {
    if (kind === Plain.STORED) client.hearStored(reader.number());
  }
}

class Hocuspocus extends Plain {
  static AUTH = 2;
  static SYNC_STATUS = 8;

  makePrefix(name) {
    return text(name);
  }

  greet(client) {
    client.socket.send(this.message(Buffer.from([Hocuspocus.AUTH, 0]), text("token"), text("4.7.0")));
  }

  hearOther(kind, reader, client) {
    if (kind === Hocuspocus.AUTH) client.sayHello();
    else if (kind === Hocuspocus.SYNC_STATUS && reader.number() === 1) client.hearStored(client.stored + 1);
  }
}

export const DIALECTS = { plain: Plain, hocuspocus: Hocuspocus };
