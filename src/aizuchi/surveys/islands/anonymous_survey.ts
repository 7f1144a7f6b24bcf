/**
 * Answering a survey without a name. The page is no form: what is chosen and written stays in this browser, also when
 * one goes on later, until it is sealed. What marks the answer as given is known to this browser alone.
 */
import { attach } from "#ui/attach";
import type { Size, Trouble } from "../../anonymous_answers/islands/sealed_answer";
import { isMarked } from "../../anonymous_answers/islands/sealed_answer/marks";
import { isWaiting } from "../../anonymous_answers/islands/sealed_answer/post";
import { forgetDraft, keepDraft, restoreDraft } from "./anonymous_survey/draft";
import { entitledBy } from "./anonymous_survey/entitled_by";
import { startThreads } from "./anonymous_survey/threads";
import { offerTopics } from "./anonymous_survey/topics";
import { readGiven, readSections } from "./sheet";
import { hasTooMuch } from "./sheet/checks";
import { listWritten } from "./sheet/review";
import { Steps } from "./sheet/steps";

type State = "unable" | "asking" | "sending" | "waiting" | "sent" | "closed" | "elsewhere";

/** Reasons after which there is nothing left to ask; after all others the answers stay where they were given. */
const FINAL: Partial<Record<Trouble, State>> = {
  unsupported: "unable",
  closed: "closed",
  not_entitled: "closed",
  answered: "sent",
};
const SAID: readonly string[] = ["offline", "elsewhere", "keys_differ", "too_long"];
/** What the server says to an answer that left later on. */
const HEARD: Record<string, State> = { taken: "sent", used: "sent", closed: "closed" };

interface Heard {
  right: string;
  code: string;
}

function bring(root: HTMLElement): () => void {
  const sections = readSections(root);
  const entitled = entitledBy(root);
  const gone = new AbortController();

  const show = (state: State): void => {
    const closed = root.querySelector("[data-closed-list]");
    if (state === "closed" && closed) listWritten(root, closed);
    root.querySelector("[data-start]")?.toggleAttribute("hidden", state !== "asking" && state !== "elsewhere");
    for (const part of document.querySelectorAll<HTMLElement>("[data-state]")) {
      part.hidden = !part.dataset.state?.split(" ").includes(state);
    }
  };
  const complain = (problem: string): void => {
    for (const part of document.querySelectorAll<HTMLElement>("[data-problem]")) {
      part.hidden = part.dataset.problem !== problem;
    }
  };
  /** Everybody entitled fetches a token, so that fetching one tells nothing. */
  const prepare = async (): Promise<void> => {
    const sealing = await import("../../anonymous_answers/islands/sealed_answer");
    await sealing.prepare(entitled).catch((error: { code?: Trouble }) => {
      if (error.code !== "elsewhere") return;
      if (!wasBegun) show("elsewhere"); // what was begun stays, to be copied
      complain("elsewhere");
    });
  };
  const send = async (): Promise<void> => {
    const given = readGiven(root, sections);
    if (!Object.keys(given).length) return complain("empty");
    if (hasTooMuch(root)) return complain("too_long");
    complain("");
    show("sending");
    try {
      const { sendFromGroup, startThread } = await import("../../anonymous_answers/islands/sealed_answer");
      const threads = await startThreads(root, given, () => startThread(entitled.right, entitled.until));
      await sendFromGroup(entitled, JSON.stringify({ ...given, ...threads }), Number(root.dataset.size) as Size);
      forgetDraft(entitled.right);
      offerTopics(root, given);
      show("waiting");
    } catch (error) {
      const code = (error as { code?: Trouble }).code;
      const state = code && FINAL[code];
      show(state ?? "asking");
      if (!state) complain(code && SAID.includes(code) ? code : "failed");
    }
  };

  const wasBegun = restoreDraft(root, entitled.right);
  const steps = new Steps(root, sections);
  root.addEventListener("input", () => keepDraft(root, entitled.right, entitled.until), gone);
  document.addEventListener(
    "click",
    (event) => {
      if ((event.target as Element).closest("[data-survey-send]")) void send();
    },
    gone,
  );
  document.addEventListener(
    "aizuchi:voice",
    (event) => {
      const { right, code } = (event as CustomEvent<Heard>).detail;
      if (right !== entitled.right) return;
      show(HEARD[code] ?? "asking");
      if (!HEARD[code]) complain("failed");
    },
    gone,
  );
  if (!globalThis.crypto?.subtle) show("unable");
  else if (isMarked(entitled.right)) show(isWaiting(entitled.right) ? "waiting" : "sent");
  else show("asking");
  for (const part of root.querySelectorAll<HTMLElement>("[data-restored]")) part.hidden ||= !wasBegun;
  void prepare();
  return () => {
    steps.destroy();
    gone.abort();
  };
}

attach("anonymous_survey", bring);
