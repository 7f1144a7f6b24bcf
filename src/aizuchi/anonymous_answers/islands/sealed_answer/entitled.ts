export interface Entitled {
  /** Label of the app that asks. Without one: feedback, whose addresses older browsers know. */
  asking?: string;
  /** Key of the right: stays in this browser, in no address and never beside an answer. */
  right: string;
  /** Whom it is about, or the group in which somebody is asked. */
  mentor: string;
  window: string;
  /** The last day on which answers are taken, YYYY-MM-DD. */
  until: string;
}

/** Where answers for that app arrive; all other addresses are below. */
export function addressOf(asking = "feedback"): string {
  return asking === "feedback" ? "/feedback/" : `/${asking}/answers/`;
}

/** Addresses say about whom and when, the same for all who may answer: a log of them names nobody. */
export function placeOf({ window: fortnight, mentor }: Entitled): string {
  return `${fortnight}/${mentor}`;
}

export type Trouble =
  | "unsupported"
  | "offline"
  | "not_entitled"
  | "closed"
  | "elsewhere"
  | "answered"
  | "keys_differ"
  | "too_long";

/** Nothing was sent; `code` says why, and the page has the sentence. */
export class CannotSend extends Error {
  constructor(readonly code: Trouble) {
    super(code);
  }
}
