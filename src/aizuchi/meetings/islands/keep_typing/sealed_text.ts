/** Words that wait in this browser, sealed. */
import { encode, open, openDeviceKey, seal } from "#ui/sealed_on_device";

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
    const { iv, sealed } = await seal(encode(JSON.stringify(kept)), this.key, this.name);
    if (turn !== this.#turn) return;
    try {
      this.store.setItem(this.name, toText(Uint8Array.from([...iv, ...new Uint8Array(sealed)])));
    } catch {
      // A full or forbidden store: the server still hears of every keystroke.
    }
  }

  async read(): Promise<Kept | undefined> {
    try {
      const box = fromText(this.store.getItem(this.name) ?? "");
      const plain = await open({ iv: box.slice(0, 12), sealed: box.slice(12).buffer }, this.key, this.name);
      return readKept(new TextDecoder().decode(plain));
    } catch {
      return undefined; // nothing there, or sealed with a key that the server no longer gives out
    }
  }

  forget(): void {
    this.#turn++;
    this.store.removeItem(this.name);
  }
}

/** Null where there is no key to seal with: then nothing is kept. */
export async function openSealedText(store: Storage, key: string, name: string): Promise<SealedText | null> {
  const usable = await openDeviceKey(key);
  return usable && new SealedText(store, usable, name);
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

function toText(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
