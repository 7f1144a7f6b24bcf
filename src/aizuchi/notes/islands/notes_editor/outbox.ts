/**
 * Edits that the server has not got yet, kept on this device and sealed with a key that only their author is given
 * by the server. Whoever sits here next cannot read them; the author finds them again, also days later.
 */

import * as Y from "yjs";
import { type Box, open, openDeviceKey, seal } from "#ui/sealed_on_device";

export interface Kept extends Box {
  id: string;
}

/** Where sealed edits lie. */
export interface UpdateStore {
  put(kept: Kept): Promise<void>;
  list(prefix: string): Promise<Kept[]>;
  remove(id: string): Promise<void>;
}

const DATABASE = "aizuchi-notes";
const STORE = "kept";

export class Outbox {
  constructor(
    private readonly store: UpdateStore,
    private readonly key: CryptoKey,
    private readonly prefix: string,
    private readonly tab: string,
  ) {}

  /** Replaces what this tab had kept; nothing left to keep clears it. */
  async keep(updates: readonly Uint8Array[]): Promise<void> {
    const id = this.prefix + this.tab;
    if (updates.length === 0) return this.store.remove(id);
    const plain = Uint8Array.from(Y.mergeUpdates([...updates]));
    return this.store.put({ id, ...(await seal(plain, this.key, id)) });
  }

  /** What earlier tabs of this person left behind for this note. */
  async leftBehind(): Promise<{ id: string; update: Uint8Array }[]> {
    const found = [];
    for (const kept of await this.store.list(this.prefix)) {
      const update = await this.#open(kept);
      if (update && kept.id !== this.prefix + this.tab) found.push({ id: kept.id, update });
    }
    return found;
  }

  forget(id: string): Promise<void> {
    return this.store.remove(id);
  }

  async #open(kept: Kept): Promise<Uint8Array | null> {
    try {
      return await open(kept, this.key, kept.id);
    } catch {
      return null; // sealed with a key that the server no longer gives out
    }
  }
}

/** Null where a browser offers no safe place: without HTTPS there is no encryption, in private windows no storage. */
export async function openOutbox(person: string, document: string, key: string, tab: string): Promise<Outbox | null> {
  if (!globalThis.indexedDB) return null;
  try {
    const usable = await openDeviceKey(key);
    return usable && new Outbox(await openUpdateStore(), usable, `${person}/${document}/`, tab);
  } catch {
    return null;
  }
}

async function openUpdateStore(): Promise<UpdateStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  const database = await settled(opening);
  const open = (mode: IDBTransactionMode) => database.transaction(STORE, mode).objectStore(STORE);
  return {
    put: (kept) => change(open("readwrite"), (store) => store.put(kept)),
    remove: (id) => change(open("readwrite"), (store) => store.delete(id)),
    list: (prefix) => settled(open("readonly").getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`))),
  };
}

/** Committed at once: a change that still waits is undone when its page goes away. */
async function change(store: IDBObjectStore, make: (store: IDBObjectStore) => IDBRequest): Promise<void> {
  const made = settled(make(store));
  store.transaction.commit?.();
  await made;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
