// A WebSocket on a bare TCP socket: as little work per message as JavaScript allows, so that what is measured is the server.

import { createConnection } from "node:net";

const MASK = [0x5a, 0x13, 0xc7, 0x2e];
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** What a browser sends: one binary message, masked. Can be made long before it is sent. */
export function maskedFrame(payload, opcode = BINARY) {
  const length = payload.length;
  const start = length < 126 ? 6 : length < 65536 ? 8 : 14;
  const frame = Buffer.allocUnsafe(start + length);
  frame[0] = 0x80 | opcode;
  if (length < 126) frame[1] = 0x80 | length;
  else if (length < 65536) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  for (let i = 0; i < 4; i++) frame[start - 4 + i] = MASK[i];
  for (let i = 0; i < length; i++) frame[start + i] = payload[i] ^ MASK[i & 3];
  return frame;
}

export class Socket {
  /** `onMessage` gets each message's payload; `onClose` the server's code, or 0 where the line just broke. */
  constructor({ port, path, headers = {} }, { onOpen, onMessage, onClose }) {
    this.onOpen = onOpen;
    this.onMessage = onMessage;
    this.onClose = onClose;
    this.isOpen = false;
    this.code = 0;
    this.rest = null;
    this.tcp = createConnection({ port, host: "127.0.0.1", noDelay: true });
    this.tcp.on("connect", () => this.tcp.write(handshake(port, path, headers)));
    this.tcp.on("data", (data) => this.take(data));
    this.tcp.on("error", () => {});
    this.tcp.on("close", () => this.onClose(this.code));
  }

  send(payload) {
    this.tcp.write(maskedFrame(payload));
  }

  sendFrame(frame) {
    this.tcp.write(frame);
  }

  close() {
    this.tcp.end(maskedFrame(Buffer.from([0x03, 0xe8]), CLOSE));
  }

  take(data) {
    let buffer = this.rest ? Buffer.concat([this.rest, data]) : data;
    this.rest = null;
    if (!this.isOpen) {
      const end = buffer.indexOf("\r\n\r\n");
      if (end < 0) {
        this.rest = buffer;
        return;
      }
      if (!buffer.subarray(0, 20).toString("latin1").includes(" 101 ")) {
        this.tcp.destroy();
        return;
      }
      this.isOpen = true;
      buffer = buffer.subarray(end + 4);
      this.onOpen();
    }
    this.takeFrames(buffer);
  }

  takeFrames(buffer) {
    let at = 0;
    while (buffer.length - at >= 2) {
      let length = buffer[at + 1];
      let start = at + 2;
      if (length === 126) {
        if (buffer.length - at < 4) break;
        length = buffer.readUInt16BE(at + 2);
        start = at + 4;
      } else if (length === 127) {
        if (buffer.length - at < 10) break;
        length = Number(buffer.readBigUInt64BE(at + 2));
        start = at + 10;
      }
      if (buffer.length < start + length) break;
      this.takeFrame(buffer[at], buffer.subarray(start, start + length));
      at = start + length;
    }
    if (at < buffer.length) this.rest = buffer.subarray(at);
  }

  takeFrame(head, payload) {
    const opcode = head & 0x0f;
    if (!(head & 0x80) || opcode === 0) throw new Error("a server split a message");
    if (opcode === PING) this.tcp.write(maskedFrame(payload, PONG));
    else if (opcode === CLOSE) {
      this.code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.tcp.end();
    } else if (opcode === BINARY) this.onMessage(payload);
  }
}

function handshake(port, path, headers) {
  const lines = Object.entries({
    Host: `127.0.0.1:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Accept-Language": "ja,en;q=0.8",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}
