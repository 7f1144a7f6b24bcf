/**
 * A textarea whose words outlive the page: <textarea data-island="keep_typing" data-key="PERSON:FIELD" data-seen="NAME">.
 * base.ts saves as somebody types; until the server has said yes the words also stay in this browser, and come back
 * after a lost session, a closed lid or a closed tab. The fingerprint of what the writer started from stays with them, so
 * that they never overwrite what was written elsewhere meanwhile.
 */
import { attach } from "#ui/attach";

interface Kept {
  text: string;
  seen: string;
}

type Finished = CustomEvent<{ ctx?: { sourceElement?: Element; response?: { status: number } } }>;

const PREFIX = "aizuchi:typed:";

export function keepTyping(element: HTMLElement, store: Storage = localStorage): () => void {
  const field = element as HTMLTextAreaElement;
  const key = PREFIX + (field.dataset.key ?? field.id);
  let sent = "";

  const keep = (): void => write(store, key, { text: field.value, seen: seenOf(field)?.value ?? "" });
  const remember = (): void => {
    sent = field.value;
  };
  const forget = (event: Event): void => {
    const { ctx } = (event as Finished).detail;
    const status = ctx?.response?.status ?? 0;
    if (ctx?.sourceElement === field && status >= 200 && status < 300 && field.value === sent) store.removeItem(key);
  };

  bringBack(field, read(store, key));
  field.addEventListener("input", keep);
  field.addEventListener("htmx:before:request", remember);
  document.addEventListener("htmx:after:request", forget);
  return () => document.removeEventListener("htmx:after:request", forget);
}

/** Puts a borrowed question into the textarea it belongs to, or takes it out again. */
export function borrow(button: HTMLElement): void {
  const field = document.getElementById(button.dataset.prompt ?? "") as HTMLTextAreaElement | null;
  const question = button.querySelector("span")?.textContent?.trim();
  if (!field || !question) return;
  const lines = field.value === "" ? [] : field.value.split("\n");
  const isUsed = lines.includes(question);
  field.value = (isUsed ? lines.filter((line) => line !== question) : [...lines, question]).join("\n");
  button.setAttribute("aria-pressed", String(!isUsed));
  button.classList.toggle("is-used", !isUsed);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function bringBack(field: HTMLTextAreaElement, kept: Kept | undefined): void {
  if (!kept || kept.text === field.value) return;
  field.value = kept.text;
  const seen = seenOf(field);
  if (seen) seen.value = kept.seen;
  // After base.ts and htmx have found their way to the field.
  setTimeout(() => field.dispatchEvent(new Event("input", { bubbles: true })));
}

function seenOf(field: HTMLTextAreaElement): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`input[name="${field.dataset.seen}"]`);
}

function read(store: Storage, key: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(key) ?? "null");
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function write(store: Storage, key: string, kept: Kept): void {
  try {
    store.setItem(key, JSON.stringify(kept));
  } catch {
    // A full or forbidden store: the server still hears of every keystroke.
  }
}

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "text" in value && "seen" in value;
}

attach("keep_typing", keepTyping);
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-prompt]");
  if (button) borrow(button);
});
