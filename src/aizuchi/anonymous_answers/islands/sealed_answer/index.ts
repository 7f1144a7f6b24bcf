/**
 * Answering without a name. Other islands use what stands here:
 *
 *     await prepare(entitled);                              // fetches a token ahead: everybody entitled does, always
 *     await sendAnonymously(entitled, answers, comment);    // resolves once the sealed answer is safe in this browser
 *     await sendFromGroup(entitled, text, size);            // the same for an app that asks groups, such as surveys
 *     await startThread(right, until);                      // keys with which what is written can be replied to
 *     wasAnswered(entitled.right);                          // a mark in this browser, known to nobody else
 *
 * The answer leaves after a random while, here or on the next visit. What the server says to it then arrives as
 * `aizuchi:voice` on the document, with `{right, code}`: "taken", "closed", "used" or "refused".
 */
import { CannotSend, type Entitled } from "./entitled";
import { forgetMarks, isMarked, mark } from "./marks";
import { post, startPosting } from "./post";
import { type Answer, type Size, seal, sealForGroup } from "./seal";
import { forgetThreads, noteHeard } from "./threads";
import { forgetToken, forgetTokens, getToken } from "./token";

export { CannotSend, type Entitled, type Trouble } from "./entitled";
export type { Answer, Level, Size } from "./seal";
export {
  type Board,
  fetchBoard,
  findSaid,
  isAnswered,
  isDropped,
  keepReplies,
  listReplies,
  markAnswered,
  type Reply,
  type Said,
  signAnswer,
  startThread,
} from "./threads";

/** Somebody who is asked with others; `mentor` is the key of their group. */
export type FromGroup = Entitled & { asking: string };

/** Returns whether another browser of the same person was here first. */
export async function prepare(entitled: Entitled): Promise<boolean> {
  if (!isSupported() || wasAnswered(entitled.right)) return false;
  return (await getToken(entitled)).isSecond === true;
}

/** Throws CannotSend. */
export async function sendAnonymously(entitled: Entitled, answers: Answer[], comment: string): Promise<void> {
  if (!isSupported()) throw new CannotSend("unsupported");
  const token = await getToken(entitled);
  const sealed = await seal({ answers, comment, second: token.isSecond === true }, entitled, token);
  const { mentor, window: fortnight } = entitled;
  leave(entitled, { mentor, window: fortnight, ...token.proof, sealed });
}

/** The same for an app that asks groups: `text` is its own, `size` that of the window. Throws CannotSend. */
export async function sendFromGroup(entitled: FromGroup, text: string, size: Size): Promise<void> {
  if (!isSupported()) throw new CannotSend("unsupported");
  const token = await getToken(entitled);
  const sealed = await sealForGroup(text, size, entitled, token);
  leave(entitled, { about: entitled.mentor, window: entitled.window, ...token.proof, sealed });
}

function leave(entitled: Entitled, content: Record<string, string>): void {
  const { asking, right, until } = entitled;
  post({ right, until, body: JSON.stringify(content), ...(asking ? { asking } : {}) });
  mark(entitled);
  forgetToken(right);
}

export function wasAnswered(right: string): boolean {
  return isMarked(right);
}

/** Browsers encrypt only on https, and keep nothing in some private windows. */
function isSupported(): boolean {
  try {
    localStorage.setItem("aizuchi:voice:works", "1");
    localStorage.removeItem("aizuchi:voice:works");
    return Boolean(globalThis.crypto?.subtle);
  } catch {
    return false;
  }
}

forgetMarks();
forgetTokens();
forgetThreads();
document.addEventListener("aizuchi:voice", (event) =>
  noteHeard((event as CustomEvent<{ right: string; code: string }>).detail),
);
startPosting();
