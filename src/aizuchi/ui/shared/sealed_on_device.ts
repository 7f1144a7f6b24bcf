/** What waits in this browser until the server has it, sealed with a key that only its writer is given by the server. */

export interface Box {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** Null where there is no key, or a browser has no encryption, as without HTTPS. `told` is hexadecimal. */
export async function openDeviceKey(told: string): Promise<CryptoKey | null> {
  if (!told || !globalThis.crypto?.subtle) return null;
  const bytes = Uint8Array.from(told.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** For this place only: under another name it does not open. */
export async function seal(plain: Uint8Array<ArrayBuffer>, key: CryptoKey, name: string): Promise<Box> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt(algorithm(iv, name), key, plain) };
}

/** Rejects what was sealed elsewhere, or with a key that the server no longer gives out. */
export async function open({ iv, sealed }: Box, key: CryptoKey, name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, name), key, sealed));
}

export function encode(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text));
}

function algorithm(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: encode(name) };
}
