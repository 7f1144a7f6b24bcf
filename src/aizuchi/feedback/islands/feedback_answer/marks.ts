/**
 * "Not this time": a mark in this browser, which asks no more about that right. The key of a right says nothing to
 * whoever sits here next, so nothing has to be cleared at sign-out; it goes by itself when the time to answer is over.
 */
const PREFIX = "aizuchi:voice:skipped:";

export function isSkipped(right: string): boolean {
  try {
    return localStorage.getItem(PREFIX + right) !== null;
  } catch {
    return false; // a browser that keeps nothing asks again
  }
}

/** `until`: the last day on which it could be answered, YYYY-MM-DD. */
export function skip(right: string, until: string): void {
  try {
    forgetOld();
    localStorage.setItem(PREFIX + right, until);
  } catch {
    // nothing to be done: it is asked again
  }
}

export function askAgain(right: string): void {
  try {
    localStorage.removeItem(PREFIX + right);
  } catch {
    // it was never kept
  }
}

function forgetOld(): void {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  for (const key of Object.keys(localStorage))
    if (key.startsWith(PREFIX) && (localStorage.getItem(key) ?? "") < yesterday) localStorage.removeItem(key);
}
