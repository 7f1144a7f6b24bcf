/** What a browser finds before anything is sent. The server reads by `structure/given.py`, and has the last word. */
import { sayAnswer } from "./said";

export type Finding = "" | "missing" | "not_a_number" | "out_of_range" | "too_long" | "pointed";

/** Shows what is wrong with that question, and nothing else of it. */
export function tell(part: HTMLElement, finding: Finding): void {
  for (const sentence of part.querySelectorAll<HTMLElement>("[data-fault]"))
    sentence.hidden = sentence.dataset.fault !== finding;
  for (const sentence of part.querySelectorAll<HTMLElement>("[data-pointed]")) sentence.hidden = finding !== "pointed";
}

/** `pointed`: its emptiness was pointed at before, and once is enough. */
export function check(part: HTMLElement, pointed: boolean): Finding {
  if (part.dataset.kind === "information") return "";
  if (hasTooMuch(part)) return "too_long";
  const said = sayAnswer(part);
  if (!said) {
    if (part.dataset.demand === "required") return "missing";
    return part.dataset.demand === "asked_once" && !pointed ? "pointed" : "";
  }
  return part.dataset.kind === "number" ? checkNumber(part, said) : "";
}

/** More than fits was written; how much stands below the field. */
export function hasTooMuch(part: HTMLElement): boolean {
  return [...part.querySelectorAll("textarea")].some((field) => field.validity.customError);
}

function checkNumber({ dataset: { least, most } }: HTMLElement, said: string): Finding {
  const typed = said.normalize("NFKC");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(typed)) return "not_a_number";
  const number = Number(typed);
  if (typed.length > 15 || (least && number < Number(least)) || (most && number > Number(most))) return "out_of_range";
  return "";
}
