import type { FromGroup } from "../../../anonymous_answers/islands/sealed_answer";

/** What the server wrote on the element: in which group, and until when, it is whose right to answer. */
export function entitledBy({ dataset }: HTMLElement): FromGroup {
  const { right = "", group = "", window: opened = "", until = "" } = dataset;
  return { asking: "surveys", right, mentor: group, window: opened, until };
}
