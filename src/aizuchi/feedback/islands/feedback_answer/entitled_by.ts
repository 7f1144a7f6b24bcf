import type { Entitled } from "../../../anonymous_answers/islands/sealed_answer";

/** What the server wrote on the element: whose right it is to answer about whom, and until when. */
export function entitledBy({ dataset }: HTMLElement): Entitled {
  const { right = "", mentor = "", window: fortnight = "", until = "" } = dataset;
  return { right, mentor, window: fortnight, until };
}
