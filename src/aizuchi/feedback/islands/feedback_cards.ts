/**
 * The cards at home: everybody entitled gets them, and only this browser knows which of them it need not show.
 *
 * For everybody entitled it also fetches what answering needs, a token and the page behind the card, whether or not
 * anybody will answer: so the server cannot tell who is about to. And it sends on what still waits here from earlier.
 */
import { attach } from "#ui/attach";
import { isMarked } from "../../anonymous_answers/islands/sealed_answer/marks";
import { entitledBy } from "./feedback_answer/entitled_by";
import { whenIdle } from "./feedback_answer/idle";
import { isSkipped, skip } from "./feedback_answer/marks";

const FETCHED = "aizuchi:voice:fetched:";

attach("feedback_cards", (section) => {
  const cards = [...section.querySelectorAll<HTMLElement>("[data-right]")];
  const show = (): void => {
    for (const card of cards) card.hidden = isDone(card);
    section.hidden = cards.every((card) => card.hidden);
  };
  for (const card of cards) {
    card.querySelector("[data-voice-skip]")?.addEventListener("click", () => {
      const { right, until } = entitledBy(card);
      skip(right, until);
      show();
    });
  }
  show();
  whenIdle(() => void fetchAll(cards));
  return undefined;
});

function isDone(card: HTMLElement): boolean {
  const { right } = entitledBy(card);
  return isSkipped(right) || isMarked(right);
}

async function fetchAll(cards: HTMLElement[]): Promise<void> {
  const { prepare } = await import("../../anonymous_answers/islands/sealed_answer");
  for (const card of cards) {
    await prepare(entitledBy(card)).catch(() => undefined); // the page behind the card tries again, and tells
    await fetchPage(card).catch(() => undefined);
  }
}

async function fetchPage(card: HTMLElement): Promise<void> {
  const key = FETCHED + entitledBy(card).right;
  const address = card.querySelector("a")?.href;
  if (!address || sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, "1");
  await fetch(address, { priority: "low" });
}
