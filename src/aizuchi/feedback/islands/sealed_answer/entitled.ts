export interface Entitled {
  /** Key of the right: stays in this browser and in the request for a signature, never beside an answer. */
  right: string;
  mentor: string;
  window: string;
  /** The last day on which answers are taken, YYYY-MM-DD. */
  until: string;
}

export type Trouble = "unsupported" | "offline" | "not_entitled" | "closed" | "elsewhere" | "keys_differ" | "too_long";

/** Nothing was sent; `code` says why, and the page has the sentence. */
export class CannotSend extends Error {
  constructor(readonly code: Trouble) {
    super(code);
  }
}
