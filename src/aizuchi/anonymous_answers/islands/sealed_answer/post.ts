/**
 * Sealed answers on their way. Each waits here for a random while, survives a closed tab, and leaves without cookie,
 * referrer or anything else that would say whose it is. The same box may arrive twice; the server takes it once.
 */
import { addressOf } from "./entitled";
import { unmark } from "./marks";

const KEY = "aizuchi:voice:outgoing";
const SHORTEST_MS = 30_000;
const LONGEST_MS = 600_000;
const AGAIN_MS = 60_000;
/** Browsers wake pages that nobody looks at once a minute; what is later than this, slept. */
const LATE_MS = 120_000;
const DAY = 86_400_000;
const LAST_DAYS = 3;

interface Outgoing {
  right: string;
  body: string;
  until: string;
  /** Label of the app that asked; what was kept before there were several has none. */
  asking?: string | undefined;
  due: number;
}

type Code = "taken" | "closed" | "used" | "refused";

const CODES: Record<number, Code> = { 204: "taken", 400: "refused", 409: "used", 410: "closed", 422: "refused" };

export function post(answer: Omit<Outgoing, "due">): void {
  write([...read(), { ...answer, due: Date.now() + randomDelay() }]);
  wakeUp();
}

/** Sealed, and still in this browser. */
export function isWaiting(right: string): boolean {
  return read().some((answer) => answer.right === right);
}

let timer: ReturnType<typeof setTimeout> | undefined;
let staysUntil = 0;

export function startPosting(): void {
  drawAnew();
  wakeUp();
  addEventListener("pagehide", hurry);
  addEventListener("online", wakeUp);
  document.addEventListener("click", noteWayInside, { capture: true });
}

export function stopPosting(): void {
  clearTimeout(timer);
  removeEventListener("pagehide", hurry);
  removeEventListener("online", wakeUp);
  document.removeEventListener("click", noteWayInside, { capture: true });
}

/** Sends what is due now, and comes back for the rest. */
export async function sendDue(): Promise<void> {
  drawAnew(LATE_MS);
  const now = Date.now();
  for (const answer of read().filter(({ due }) => isDue(due, now))) await send(answer);
  if (read().length > 0) wakeUp();
}

async function send(answer: Outgoing): Promise<void> {
  const code = await deliver(answer).then(
    ({ status }) => CODES[status],
    () => undefined,
  );
  const others = read().filter(({ body }) => body !== answer.body);
  if (!code) return write([...others, { ...answer, due: Date.now() + AGAIN_MS }]);
  write(others);
  if (code === "refused") unmark(answer.right);
  document.dispatchEvent(new CustomEvent("aizuchi:voice", { detail: { right: answer.right, code } }));
}

/** Whoever only goes to our next page lets the answer wait there: it must not arrive together with them. */
function noteWayInside(event: Event): void {
  const link = (event.target as Element).closest?.("a[href]") as HTMLAnchorElement | null;
  if (link?.origin === location.origin || (event.target as Element).closest?.("form")) staysUntil = Date.now() + 5_000;
}

/**
 * Whoever leaves a page may only reload it, and the answer would arrive beside a request under their own name. So it waits
 * for the next visit, but not where there may be none in time. It stays here as well, since nobody can hear whether it arrived.
 */
function hurry(): void {
  if (Date.now() < staysUntil) return;
  for (const answer of read().filter(isLastChance)) void deliver(answer).catch(() => undefined);
}

/** What was sealed by an older version has no last day, and was told that it leaves with the page. */
function isLastChance({ until }: Outgoing): boolean {
  const now = new Date();
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return !until || Date.parse(until) - today < LAST_DAYS * DAY;
}

/** Whoever comes back brings requests under their own name: what should have left meanwhile gets another moment. */
function drawAnew(lateBy = 0): void {
  const now = Date.now();
  const isMissed = ({ due }: Outgoing): boolean => isDue(due + (due > now ? 0 : lateBy), now);
  const outgoing = read();
  if (!outgoing.some(isMissed)) return;
  write(outgoing.map((answer) => (isMissed(answer) ? { ...answer, due: now + randomDelay() } : answer)));
}

function deliver({ asking, body }: Outgoing): Promise<Response> {
  return fetch(addressOf(asking), {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json" },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    keepalive: true,
  });
}

function wakeUp(): void {
  clearTimeout(timer);
  const now = Date.now();
  const soonest = Math.min(...read().map(({ due }) => (isDue(due, now) ? now : due)));
  if (Number.isFinite(soonest)) timer = setTimeout(() => void sendDue(), Math.max(soonest - now, 1_000));
}

/** A clock that was set back must not hold an answer back for longer than chance would have. */
function isDue(due: number, now: number): boolean {
  return due <= now || due > now + LONGEST_MS;
}

function randomDelay(): number {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return SHORTEST_MS + (number / 2 ** 32) * (LONGEST_MS - SHORTEST_MS);
}

function read(): Outgoing[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as Outgoing[]) : [];
  } catch {
    return [];
  }
}

function write(outgoing: Outgoing[]): void {
  if (outgoing.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(outgoing));
}
