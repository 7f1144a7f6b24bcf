/** Words that wait in this browser, sealed with a key that only their writer is given by the server. */

export interface Kept {
  text: string;
  seen: string;
}

export class SealedText {
  #turn = 0;

  constructor(
    private readonly store: Storage,
    private readonly key: CryptoKey,
    private readonly name: string,
  ) {}

  /** The latest wins, also over words whose sealing took longer. */
  async keep(kept: Kept): Promise<void> {
    const turn = ++this.#turn;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = encode(JSON.stringify(kept));
    const sealed = new Uint8Array(await crypto.subtle.encrypt(this.#algorithm(iv), this.key, plain));
    if (turn !== this.#turn) return;
    try {
      this.store.setItem(this.name, toText(Uint8Array.from([...iv, ...sealed])));
    } catch {
      // A full or forbidden store: the server still hears of every keystroke.
    }
  }

  async read(): Promise<Kept | undefined> {
    try {
      const box = fromText(this.store.getItem(this.name) ?? "");
      const plain = await crypto.subtle.decrypt(this.#algorithm(box.slice(0, 12)), this.key, box.slice(12));
      return readKept(new TextDecoder().decode(plain));
    } catch {
      return undefined; // nothing there, or sealed with a key that the server no longer gives out
    }
  }

  forget(): void {
    this.#turn++;
    this.store.removeItem(this.name);
  }

  #algorithm(iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: encode(this.name) };
  }
}

/** Null where a browser has no encryption, as without HTTPS: then nothing is kept. */
export async function openSealedText(store: Storage, key: string, name: string): Promise<SealedText | null> {
  if (!key || !globalThis.crypto?.subtle) return null;
  const bytes = Uint8Array.from(key.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const usable = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return new SealedText(store, usable, name);
}

export function readKept(told: string | null): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(told ?? "null");
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "text" in value && "seen" in value;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}

function toText(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
