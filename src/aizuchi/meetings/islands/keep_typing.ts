/**
 * A textarea whose words outlive the page: <textarea data-island="keep_typing" data-key="PERSON:FIELD" data-seen="NAME"
 * data-sealed-with="KEY">.
 * base.ts saves as somebody types; until the server has said yes the words also stay in this browser, sealed, and come back
 * after a lost session, a closed lid or a closed tab. The fingerprint of what the writer started from stays with them, so
 * that they never overwrite what was written elsewhere meanwhile.
 */
import { attach } from "#ui/attach";
import { type Kept, openSealedText, readKept } from "./keep_typing/sealed_text";

type Finished = CustomEvent<{ ctx?: { sourceElement?: Element; response?: { status: number } } }>;

const PREFIX = "aizuchi:sealed:";
const IN_CLEAR = "aizuchi:typed:"; // until December 2026

export function keepTyping(element: HTMLElement, store: Storage = localStorage): () => void {
  const field = element as HTMLTextAreaElement;
  const name = field.dataset.key ?? field.id;
  const opening = openSealedText(store, field.dataset.sealedWith ?? "", PREFIX + name);
  let sent = "";

  const keep = (): void => {
    const kept = { text: field.value, seen: seenOf(field)?.value ?? "" };
    void opening.then((place) => place?.keep(kept));
  };
  const remember = (): void => {
    sent = field.value;
  };
  const forget = (event: Event): void => {
    const { ctx } = (event as Finished).detail;
    const status = ctx?.response?.status ?? 0;
    if (ctx?.sourceElement !== field || status < 200 || status >= 300 || field.value !== sent) return;
    void opening.then((place) => place?.forget());
  };
  const lookBack = async (): Promise<void> => {
    const found = field.value;
    const kept = takeFromClear(store, IN_CLEAR + name) ?? (await (await opening)?.read());
    if (field.value === found) bringBack(field, kept);
  };

  field.addEventListener("input", keep);
  field.addEventListener("htmx:before:request", remember);
  document.addEventListener("htmx:after:request", forget);
  void lookBack();
  clearAway(store, field.dataset.sealedWith ?? "", name);
  return () => document.removeEventListener("htmx:after:request", forget);
}

/** What lay there unsealed comes back once, and is sealed with the next keystroke or sent. */
function takeFromClear(store: Storage, name: string): Kept | undefined {
  const kept = readKept(store.getItem(name));
  store.removeItem(name);
  return kept;
}

/**
 * Words of an earlier version that wait for fields of other pages: sealed if they are this writer's, else gone. Those of
 * fields on this page come back by themselves.
 */
function clearAway(store: Storage, key: string, name: string): void {
  const whose = `${name.split(":")[0]}:`;
  for (const typed of Object.keys(store).filter((each) => each.startsWith(IN_CLEAR))) {
    const rest = typed.slice(IN_CLEAR.length);
    if (document.querySelector(`[data-key="${CSS.escape(rest)}"]`)) continue;
    const kept = takeFromClear(store, typed);
    if (kept && rest.startsWith(whose))
      void openSealedText(store, key, PREFIX + rest).then((place) => place?.keep(kept));
  }
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

attach("keep_typing", keepTyping);
document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLElement>("[data-prompt]");
  if (button) borrow(button);
});
