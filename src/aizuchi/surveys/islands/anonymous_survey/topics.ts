/** Topics that low answers offer. Which of them suit is worked out here: what was answered, the server does not know. */
import type { Answer } from "../conditions";

/** Shows those topics that suit, or nothing where none does. */
export function offerTopics(root: HTMLElement, given: Record<string, Answer>): void {
  const offer = root.querySelector<HTMLElement>("[data-topic-offer]");
  if (!offer) return;
  let chosen = false;
  for (const topic of offer.querySelectorAll<HTMLElement>("[data-low]")) {
    const low = JSON.parse(topic.dataset.low ?? "{}") as Record<string, string[]>;
    topic.hidden = !Object.entries(low).some(([code, answers]) => answers.includes(String(given[code] ?? "")));
    const choice = topic.querySelector("input");
    if (!choice) continue;
    choice.disabled = topic.hidden;
    choice.checked = !topic.hidden && !chosen;
    chosen ||= !topic.hidden;
  }
  offer.hidden = !chosen;
}
