/** "Answered": a mark in this browser and nowhere else. It goes by itself when the time to answer is over. */
import type { Entitled } from "./entitled";

const PREFIX = "aizuchi:voice:answered:";
const DAY = 86_400_000;

export function isMarked(right: string): boolean {
  try {
    return localStorage.getItem(PREFIX + right) !== null;
  } catch {
    return false;
  }
}

export function mark({ right, until }: Entitled): void {
  localStorage.setItem(PREFIX + right, until);
}

export function unmark(right: string): void {
  localStorage.removeItem(PREFIX + right);
}

export function forgetMarks(now = Date.now()): void {
  try {
    const yesterday = new Date(now - DAY).toISOString().slice(0, 10);
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX) && (localStorage.getItem(key) ?? "") < yesterday) localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
