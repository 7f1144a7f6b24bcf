/** The frames of y-protocols and our three more, as in notes/sync/protocol.py. */

export const Frame = { SYNC: 0, AWARENESS: 1, STORED: 100, AUTHORS: 101, STANDING: 102 } as const;
export const Sync = { STATE: 0, MISSING: 1, UPDATE: 2 } as const;

/** Close codes after which there is no use in coming back by oneself. */
export const Close = {
  TOO_BIG: 1009,
  MALFORMED: 4400,
  SIGNED_OUT: 4401,
  READ_ONLY: 4403,
  NOT_FOUND: 4404,
  DESTROYED: 4410,
  FULL: 4413,
} as const;

/** Come back after a while. */
export const TOO_MUCH = 4500;

export class FrameReader {
  #position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.#position++];
      if (byte === undefined) throw new RangeError("the frame ends early");
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  chunk(): Uint8Array {
    const length = this.number();
    const chunk = this.bytes.subarray(this.#position, this.#position + length);
    this.#position += length;
    if (chunk.length < length) throw new RangeError("the frame ends early");
    return chunk;
  }

  json(): unknown {
    return JSON.parse(new TextDecoder().decode(this.chunk()));
  }
}

function number(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function frame(head: number[], chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = [...head, ...number(chunk.length)];
  const bytes = new Uint8Array(start.length + chunk.length);
  bytes.set(start);
  bytes.set(chunk, start.length);
  return bytes;
}

export function syncFrame(kind: number, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame([Frame.SYNC, kind], chunk);
}

export function awarenessFrame(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame([Frame.AWARENESS], chunk);
}
