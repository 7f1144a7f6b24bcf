// Two people in each of many notes. Told what to do, line by line, by compare.py; answers each line with one of JSON.

import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Reader } from "./bytes.mjs";
import { DIALECTS, NOTHING } from "./dialects.mjs";
import { AUTHORS, countEdits, listPieces, makeHistory, makeScript, openDocument } from "./script.mjs";
import { maskedFrame, Socket } from "./socket.mjs";

const AT_ONCE = 64;
const LONGEST_SINGLE = 40; // bytes; a longer update holds more than one edit
const PATIENCE = 15_000;
const SILENCE = 400;
const LEAST_HISTORY = 1000; // bytes

const now = () => performance.now();
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

class Client {
  constructor(place, author, note, script, stage) {
    Object.assign(this, { place, author, note, script, stage });
    this.dialect = new DIALECTS[place.dialect](note.name);
    this.sent = 0; // edits
    this.seen = 0; // of the other's
    this.stored = 0; // frames; the first is the opening
    this.sentAt = new Float64Array(script.edits.length);
    this.other = null;
    this.code = null;
    this.clock = 1;
  }

  open() {
    return new Promise((done, refuse) => {
      this.whenReady = done;
      this.socket = new Socket(
        { port: this.place.port, path: this.note.path, headers: this.note.headers[this.author] },
        {
          onOpen: () => this.dialect.greet(this),
          onMessage: (message) => this.dialect.hear(message, this),
          onClose: (code) => {
            this.code = code;
            refuse(new Error(`closed with ${code}`));
          },
        },
      );
    });
  }

  sayHello() {
    this.socket.send(this.dialect.askForState());
    this.showUp();
  }

  showUp() {
    const state = { user: { name: `person ${this.author}` } };
    this.socket.send(this.dialect.awareness(AUTHORS[this.author], this.clock++, state));
  }

  hearQuestion() {
    this.socket.send(this.dialect.answer(this.sent ? NOTHING : this.script.opening));
  }

  hearState() {
    this.whenReady();
  }

  hearUpdate(update) {
    const reader = new Reader(update);
    if (update.length > LONGEST_SINGLE || reader.number() !== 1) {
      for (const [client, clock, length] of listPieces(update)) this.see(client, clock + length);
      return;
    }
    reader.number();
    this.see(reader.number(), reader.number() + 1);
  }

  /** Everything of that client up to `clock` is here. */
  see(client, clock) {
    if (client !== AUTHORS[1 - this.author]) return;
    const upTo = Math.min(clock - this.other.script.firstClock, this.other.sent);
    const moment = now();
    while (this.seen < upTo) this.stage.time("seen", this.other.sentAt[this.seen++], moment);
  }

  hearStored(frames) {
    const moment = now();
    for (let i = Math.max(this.stored, 1); i < frames; i++) this.stage.time("stored", this.sentAt[i - 1], moment);
    this.stored = frames;
  }

  get acknowledged() {
    return Math.max(0, this.stored - 1);
  }

  type() {
    const edit = this.script.edits[this.sent];
    const payload = this.dialect.edit(edit);
    this.sentAt[this.sent++] = now();
    this.socket.sendFrame(maskedFrame(payload));
  }
}

class Stage {
  constructor({ dialect, port, notes, rate, edits }) {
    this.place = { dialect, port };
    this.rate = rate;
    this.counted = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    this.times = { seen: [], stored: [] };
    const scripts = AUTHORS.map((_, author) => makeScript(author, edits));
    this.pairs = notes.map((note) => scripts.map((script, author) => new Client(this.place, author, note, script, this)));
    for (const [one, two] of this.pairs) {
      one.other = two;
      two.other = one;
    }
    this.clients = this.pairs.flat();
  }

  time(what, from, to) {
    if (from >= this.counted.from && from < this.counted.to) this.times[what].push(to - from);
  }

  async open() {
    const started = now();
    const waiting = [...this.clients];
    const open = async () => {
      for (let client = waiting.shift(); client; client = waiting.shift()) await client.open();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, open));
    const seconds = (now() - started) / 1000;
    this.renewing = this.renewPresence();
    return { per_second: this.clients.length / seconds };
  }

  /** As clients do every 15 seconds, each at a moment of its own. */
  renewPresence() {
    let next = 0;
    const share = Math.ceil(this.clients.length / 150);
    return setInterval(() => {
      for (let i = 0; i < share; i++, next++) this.clients[next % this.clients.length].showUp();
    }, 100).unref();
  }

  /** Both type in turn, every note at a moment of its own; the first `warmup` seconds are not counted. */
  async type({ warmup, seconds, folder }) {
    const period = (1000 * 2) / this.rate;
    const order = this.pairs
      .flatMap(([one, two]) => {
        const phase = Math.random() * period;
        return [
          [phase, one],
          [(phase + period / 2) % period, two],
        ];
      })
      .sort(([a], [b]) => a - b);
    const begin = now() + 20;
    const end = begin + (warmup + seconds) * 1000;
    this.counted = { from: begin + warmup * 1000, to: end };
    const lags = [];
    let cpu;
    let turn = 0;
    let round = 0;
    while (now() < end && !this.isStopped) {
      for (;;) {
        const [phase, client] = order[turn];
        const due = begin + round * period + phase;
        const late = now() - due;
        if (late < 0 || due >= end) break;
        if (due >= this.counted.from) {
          cpu ??= process.cpuUsage();
          lags.push(late);
        }
        if (client.sent < client.script.edits.length && client.code === null) client.type();
        if (++turn === order.length) {
          turn = 0;
          round++;
        }
      }
      await pause(1);
    }
    const used = process.cpuUsage(cpu);
    const share = (used.user + used.system) / 1e6 / seconds;
    if (!this.isStopped) await this.settle();
    await this.write(folder, { ...this.times, lag: lags });
    const sent = this.clients.reduce((sum, client) => sum + client.sent, 0);
    const seen = this.clients.reduce((sum, client) => sum + client.seen, 0);
    return { sent, unseen: sent - seen, counted: lags.length, generator_cpu: share, closed: this.countClosed() };
  }

  countClosed() {
    return this.clients.filter((client) => client.code !== null).length;
  }

  async settle() {
    const until = now() + PATIENCE;
    const isDone = () => this.clients.every((client) => client.seen === client.other.sent || client.code !== null);
    while (!isDone() && now() < until) await pause(20);
    await pause(200); // and for the last "stored"
  }

  /** Types until the line breaks, and then says how many edits each could take for saved. */
  async typeUntilKilled({ seconds, folder }) {
    const typing = this.type({ warmup: 0, seconds, folder });
    while (!this.countClosed()) await pause(5);
    this.isStopped = true;
    await typing;
    clearInterval(this.renewing);
    return {};
  }

  /** After the restart: what is still there of what was acknowledged, and of what the other had on the screen. */
  async verify() {
    const result = { acknowledged: 0, acknowledged_lost: 0, seen: 0, seen_lost: 0, notes_with_loss: 0 };
    for (let start = 0; start < this.pairs.length; start += AT_ONCE) {
      await Promise.all(this.pairs.slice(start, start + AT_ONCE).map((pair) => this.verifyNote(pair, result)));
    }
    return result;
  }

  async verifyNote(pair, result) {
    const parts = await fetchState(this.place, pair[0].note);
    let lost = 0;
    for (const client of pair) {
      const there = countEdits(parts, client.author, client.script.firstClock);
      result.acknowledged += client.acknowledged;
      result.acknowledged_lost += Math.max(0, client.acknowledged - there);
      result.seen += client.other.seen;
      result.seen_lost += Math.max(0, client.other.seen - there);
      lost += Math.max(0, client.acknowledged - there, client.other.seen - there);
    }
    if (lost) result.notes_with_loss++;
  }

  write(folder, lists) {
    return Promise.all(
      Object.entries(lists).map(
        ([name, values]) =>
          new Promise((done) =>
            createWriteStream(`${folder}/${name}.f64`).end(Buffer.from(Float64Array.from(values).buffer), done),
          ),
      ),
    );
  }

  async close() {
    clearInterval(this.renewing);
    for (const client of this.clients) client.socket.close();
    await pause(300);
    return {};
  }
}

/** Connects as the first of the two and answers nothing; `onPart` hears all the server has, in one part or several. */
function listen(place, note, onPart) {
  const dialect = new DIALECTS[place.dialect](note.name);
  const client = {
    stored: 0,
    sayHello: () => client.socket.send(dialect.askForState()),
    hearQuestion: () => client.socket.send(dialect.answer(NOTHING)),
    hearUpdate: onPart,
    hearState: onPart,
    hearStored: () => {},
  };
  client.socket = new Socket(
    { port: place.port, path: note.path, headers: note.headers[0] },
    {
      onOpen: () => dialect.greet(client),
      onMessage: (message) => dialect.hear(message, client),
      onClose: () => {},
    },
  );
  return client;
}

/** All parts, once nothing more has come for a while: y-websocket answers first and looks into its database then. */
async function fetchState(place, note) {
  const parts = [];
  let latest = now();
  const client = listen(place, note, (part) => {
    parts.push(Buffer.from(part));
    latest = now();
  });
  const until = now() + PATIENCE;
  while (now() < until && (!parts.length || now() < latest + SILENCE)) await pause(20);
  client.socket.close();
  if (!parts.length) throw new Error("the server said nothing");
  return parts;
}

/** Writes a long history into each of these notes, in small sendings as a person would. */
async function seed({ dialect, port, notes, edits }) {
  const { updates, clocks } = makeHistory(edits);
  const script = { opening: NOTHING, edits: updates, firstClock: 0 };
  for (const note of notes) {
    const stage = { time: () => {} };
    const [writer, reader] = AUTHORS.map((_, author) => new Client({ dialect, port }, author, note, script, stage));
    writer.other = reader;
    reader.other = writer;
    let heard = 0; // the writer's clock; a server may send several edits as one
    reader.hearUpdate = (update) => {
      for (const [, clock, length] of listPieces(update)) heard = Math.max(heard, clock + length);
    };
    for (const client of [writer, reader]) await client.open();
    while (writer.sent < updates.length) {
      for (let i = 0; i < 50 && writer.sent < updates.length; i++) writer.type();
      while (heard < (clocks[writer.sent - 400] ?? 0)) await pause(1);
      await pause(0);
    }
    const until = now() + 60_000;
    while (heard < clocks.at(-1) && now() < until) await pause(10);
    if (heard < clocks.at(-1)) throw new Error(`the other one heard only up to ${heard} of ${clocks.at(-1)}`);
    await pause(300);
    writer.socket.close();
    if (dialect === "plain") await pause(100);
    reader.socket.close();
  }
  return { edits: updates.length };
}

/** From dialling to a document one can read, once for each note. */
async function openFirst({ dialect, port, notes }) {
  const times = [];
  let bytes = 0;
  let length = 0;
  for (const note of notes) {
    const started = now();
    await new Promise((done) => {
      const client = listen({ dialect, port }, note, (part) => {
        if (part.length < LEAST_HISTORY) return;
        const words = openDocument(part);
        times.push(now() - started);
        bytes = part.length;
        length = Buffer.byteLength(words.replaceAll(/<[^>]*>/g, ""));
        client.socket.close();
        done();
      });
    });
  }
  return { times, bytes, length };
}

let stage;
const COMMANDS = {
  set: async (options) => {
    stage = new Stage(options);
    return { clients: stage.clients.length };
  },
  open: () => stage.open(),
  type: (options) => stage.type(options),
  type_until_killed: (options) => stage.typeUntilKilled(options),
  verify: () => stage.verify(),
  close: () => stage.close(),
  seed,
  open_first: openFirst,
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...options } = JSON.parse(line);
  try {
    process.stdout.write(`${JSON.stringify(await COMMANDS[command](options))}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error.stack ?? error) })}\n`);
  }
}
