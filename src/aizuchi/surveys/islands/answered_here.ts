/** A list of surveys: of those without names only this browser knows which were answered in it, and says so. */
import { attach } from "#ui/attach";
import { isMarked } from "../../anonymous_answers/islands/sealed_answer/marks";

attach("answered_here", (list) => {
  for (const line of list.querySelectorAll<HTMLElement>("[data-right]")) {
    if (!isMarked(line.dataset.right ?? "")) continue;
    for (const part of line.querySelectorAll<HTMLElement>("[data-when-answered]")) part.hidden = false;
    for (const part of line.querySelectorAll<HTMLElement>("[data-to-answer]")) part.hidden = true;
  }
  return () => undefined;
});
