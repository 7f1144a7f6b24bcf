/** What became of the words, told quietly and never too early. The sentences stand in the page. */
import { Close } from "./frames";
import type { Provider } from "./provider";

export type State =
  | "idle"
  | "saving"
  | "saved"
  | "slow"
  | "kept"
  | "away"
  | "signed-out"
  | "gone"
  | "destroyed"
  | "too-big"
  | "full";

const AWAY_AFTER_MS = 1_500;
const SLOW_AFTER_MS = 4_000;
const SAY_AFTER_MS = 2_000;

export class StateLine {
  #state: State = "idle";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saying: ReturnType<typeof setTimeout> | undefined;
  #unsavedSince = 0;
  #awaySince = 0;
  #hasWritten = false;

  constructor(
    private readonly element: HTMLElement,
    /** Whether edits lie on this device as long as the server does not have them. */
    private readonly areKept: () => boolean,
  ) {}

  look(provider: Pick<Provider, "isOpen" | "isSaved" | "isSynced" | "ended">): void {
    this.#hasWritten ||= !provider.isSaved;
    this.#unsavedSince = provider.isSaved ? 0 : this.#unsavedSince || Date.now();
    this.#awaySince = provider.isOpen && provider.isSynced ? 0 : this.#awaySince || Date.now();
    this.#show(this.#read(provider));
    clearTimeout(this.#timer);
    if (!provider.ended && (this.#awaySince || this.#unsavedSince)) {
      this.#timer = setTimeout(() => this.look(provider), 1_000);
    }
  }

  destroy(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#saying);
  }

  #read({ ended, isSaved }: { ended: number; isSaved: boolean }): State {
    if (ended === Close.SIGNED_OUT) return "signed-out";
    if (ended === Close.DESTROYED) return "destroyed";
    if (ended === Close.TOO_BIG) return "too-big";
    if (ended === Close.FULL) return "full";
    if (ended > 0) return "gone";
    const now = Date.now();
    if (this.#awaySince && now - this.#awaySince > AWAY_AFTER_MS) return this.areKept() ? "kept" : "away";
    if (this.#unsavedSince && now - this.#unsavedSince > SLOW_AFTER_MS) return "slow";
    if (!isSaved) return "saving";
    return this.#hasWritten ? "saved" : "idle";
  }

  #show(state: State): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const sentence of this.element.querySelectorAll<HTMLElement>("[data-state]")) {
      sentence.hidden = sentence.dataset.state !== state;
    }
    this.#sayWhenQuiet(state);
    this.element.dispatchEvent(new CustomEvent("notes:state", { bubbles: true, detail: { state } }));
  }

  /** Told aloud once the hands rest: at every keystroke it would drown what one writes. */
  #sayWhenQuiet(state: State): void {
    clearTimeout(this.#saying);
    const heard = this.element.querySelector<HTMLElement>("[data-note-heard]");
    if (!heard) return;
    heard.textContent = "";
    if (state !== "saved") return;
    const words = this.element.querySelector("[data-state=saved]")?.textContent ?? "";
    this.#saying = setTimeout(() => {
      heard.textContent = words.trim();
    }, SAY_AFTER_MS);
  }
}
