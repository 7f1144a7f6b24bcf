/**
 * Answering without a name. The page is no form: what is tapped and written stays here until it is sealed. The parts
 * that seal come while the questions are read, so that sending takes no time.
 */
import { attach } from "#ui/attach";
import type { Entitled, Trouble } from "../../anonymous_answers/islands/sealed_answer";
import { isMarked } from "../../anonymous_answers/islands/sealed_answer/marks";
import { isWaiting } from "../../anonymous_answers/islands/sealed_answer/post";
import { findTraces } from "../../anonymous_answers/islands/traces";
import { entitledBy } from "./feedback_answer/entitled_by";
import { lineOf, offerPhrases, readAnswers } from "./feedback_answer/form";
import { whenIdle } from "./feedback_answer/idle";
import { askAgain, isSkipped, skip } from "./feedback_answer/marks";

type State = "unable" | "asking" | "sending" | "waiting" | "offline" | "sent" | "skipped" | "closed";
type Problem = "empty" | "traces" | "failed" | "offline" | "elsewhere" | "keys_differ";

const LOOK_AFTER_MS = 400;
/** Reasons after which there is nothing left to ask; after all others the answer stays where it was typed. */
const FINAL: Partial<Record<Trouble, State>> = {
  unsupported: "unable",
  closed: "closed",
  not_entitled: "closed",
  answered: "sent",
};
const PROBLEMS: Partial<Record<Trouble, Problem>> = {
  offline: "offline",
  elsewhere: "elsewhere",
  keys_differ: "keys_differ",
};
/** What the server says to an answer that left later on. */
const HEARD: Record<string, State> = { taken: "sent", used: "sent", closed: "closed" };

class Voice {
  #entitled: Entitled;
  #names: string[];
  #accepted = "";
  #looking: ReturnType<typeof setTimeout> | undefined;
  #gone = new AbortController();

  constructor(private readonly root: HTMLElement) {
    this.#entitled = entitledBy(root);
    this.#names = JSON.parse(root.dataset.names ?? "[]") as string[];
    offerPhrases(root);
    lineOf(root).addEventListener("input", () => this.#lookSoon());
    document.addEventListener("click", (event) => this.#press(event.target as Element), this.#gone);
    document.addEventListener("aizuchi:voice", (event) => this.#hear(event as CustomEvent<Heard>), this.#gone);
    addEventListener("storage", () => this.#followOtherTabs(), this.#gone);
    this.#begin();
  }

  destroy(): void {
    clearTimeout(this.#looking);
    this.#gone.abort();
  }

  #begin(): void {
    const { right } = this.#entitled;
    if (!globalThis.crypto?.subtle) this.#show("unable");
    else if (isMarked(right)) this.#show(isWaiting(right) ? "waiting" : "sent");
    else this.#show(isSkipped(right) ? "skipped" : "asking");
    whenIdle(() => void this.#prepare());
  }

  /** Everybody entitled fetches a token, so that fetching one tells nothing; and whoever answers does not wait for it. */
  async #prepare(): Promise<void> {
    const { prepare } = await import("../../anonymous_answers/islands/sealed_answer");
    const isSecond = await prepare(this.#entitled).catch((error: unknown) => {
      // Said before anybody fills it in for nothing; of all else sending says what is wrong, and tries again.
      if ((error as { code?: Trouble }).code === "elsewhere") this.#complain("elsewhere");
      return false;
    });
    for (const hint of this.root.querySelectorAll<HTMLElement>("[data-second]")) hint.hidden = !isSecond;
  }

  /** Buttons may stand in the foot of the page, outside of this element. */
  #press(target: Element): void {
    if (target.closest("[data-voice-send]")) void this.#send();
    else if (target.closest("[data-voice-skip]")) this.#skip();
    else if (target.closest("[data-ask-again]")) this.#askAgain();
  }

  async #send(): Promise<void> {
    if (isMarked(this.#entitled.right)) return this.#show("sent");
    const { answers, line } = readAnswers(this.root);
    if (answers.length === 0) return this.#complain("empty");
    if (this.#look() && this.#accepted !== line) {
      this.#accepted = line;
      return this.#complain("traces");
    }
    this.#show("sending");
    try {
      const { sendAnonymously } = await import("../../anonymous_answers/islands/sealed_answer");
      await sendAnonymously(this.#entitled, answers, line);
      this.#show(navigator.onLine ? "waiting" : "offline");
    } catch (error) {
      this.#explain((error as { code?: Trouble }).code);
    }
  }

  #explain(code: Trouble | undefined): void {
    const state = code && FINAL[code];
    this.#show(state ?? "asking");
    if (!state) this.#complain((code && PROBLEMS[code]) ?? "failed");
  }

  #hear({ detail }: CustomEvent<Heard>): void {
    if (detail.right !== this.#entitled.right) return;
    this.#show(HEARD[detail.code] ?? "asking");
    if (!HEARD[detail.code]) this.#complain("failed");
  }

  #followOtherTabs(): void {
    if (isMarked(this.#entitled.right)) this.#show("sent");
  }

  #skip(): void {
    skip(this.#entitled.right, this.#entitled.until);
    this.#show("skipped");
  }

  #askAgain(): void {
    askAgain(this.#entitled.right);
    this.#show("asking");
  }

  #lookSoon(): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#look(), LOOK_AFTER_MS);
  }

  /** Shows what in the line would tell who wrote it. Returns whether there is anything. */
  #look(): boolean {
    clearTimeout(this.#looking);
    const traces = findTraces(lineOf(this.root).value, this.#names);
    for (const found of this.root.querySelectorAll("[data-traces-found]")) found.textContent = traces.join(" · ");
    for (const warning of this.root.querySelectorAll<HTMLElement>("[data-traces]")) warning.hidden = !traces.length;
    return traces.length > 0;
  }

  #show(state: State): void {
    const hadFocus = this.root.contains(document.activeElement) || document.activeElement?.matches(BUTTONS);
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-state]"))
      part.hidden = part.dataset.state !== state;
    for (const button of document.querySelectorAll<HTMLElement>(BUTTONS)) button.hidden = state !== "asking";
    this.#complain();
    if (hadFocus && state !== "asking") this.root.querySelector<HTMLElement>("#voice-h")?.focus();
  }

  #complain(problem?: Problem): void {
    for (const sentence of this.root.querySelectorAll<HTMLElement>("[data-problem]")) {
      sentence.hidden = sentence.dataset.problem !== problem;
      if (!sentence.hidden) sentence.scrollIntoView?.({ block: "center" }); // the button is there all the way down
    }
  }
}

interface Heard {
  right: string;
  code: string;
}

const BUTTONS = "[data-voice-send], [data-voice-skip]";

attach("feedback_answer", (root) => {
  const voice = new Voice(root);
  return () => voice.destroy();
});
