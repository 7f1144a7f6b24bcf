/**
 * Answering without a name. Other islands use what stands here:
 *
 *     await sendAnonymously(entitled, answers, comment);   // resolves once the sealed answer is safe in this browser
 *     wasAnswered(entitled.right);                          // a mark in this browser, known to nobody else
 *
 * The answer leaves after a random while, also when the page is closed. What the server says to it then arrives as
 * `aizuchi:voice` on the document, with a code: "taken", "closed", "used", "refused".
 */
export interface Entitled {
  /** Key of the right: stays in this browser and in the request for a signature, never beside an answer. */
  right: string;
  mentor: string;
  window: string;
  /** The last day on which answers are taken, YYYY-MM-DD. */
  until: string;
}

export type Level = 1 | 2 | 3 | 4 | 5;

/** Topic and response as the right offers them; both null: the 1on1 as a whole. */
export interface Answer {
  topic: string | null;
  response: string | null;
  met: Level;
  moved: Level;
}

export type Trouble = "unsupported" | "offline" | "not_entitled" | "closed" | "keys_differ" | "too_long";

/** Nothing was sent; `code` says why, and the page has the sentence. */
export class CannotSend extends Error {
  constructor(readonly code: Trouble) {
    super(code);
  }
}

export async function sendAnonymously(_entitled: Entitled, _answers: Answer[], _comment: string): Promise<void> {
  throw new CannotSend("unsupported");
}

export function wasAnswered(_right: string): boolean {
  return false;
}
