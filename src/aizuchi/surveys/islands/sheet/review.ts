/** All answers one below the other, each with a way back to its question. */
import { findTraces } from "../../../anonymous_answers/islands/traces";
import { sayAnswer } from "./said";

export function review(root: HTMLElement, shown: HTMLElement[], change: (question: HTMLElement) => void): void {
  const list = root.querySelector("[data-review-list]");
  const template = root.querySelector<HTMLTemplateElement>("[data-review-line]");
  const empty = root.querySelector<HTMLTemplateElement>("[data-review-empty]")?.content.textContent?.trim() ?? "";
  const names: string[] = JSON.parse(root.dataset.names ?? "[]");
  list?.replaceChildren();
  for (const question of shown) {
    const line = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!line || question.dataset.kind === "information") continue;
    const asked = wordsOf(question);
    const said = sayAnswer(question);
    write(line, "[data-review-question]", asked);
    write(line, "[data-review-answer]", said || empty);
    line.toggleAttribute("data-empty", !said);
    if (isWritten(question)) markTraces(line, said, names);
    write(line, ".sr-only", asked);
    line.querySelector("button")?.addEventListener("click", () => change(question));
    list?.append(line);
  }
}

/** What was answered, to read once nothing can be sent any more. */
export function listWritten(root: HTMLElement, list: Element): void {
  const said = [...root.querySelectorAll<HTMLElement>("[data-question]")]
    .map((question) => [wordsOf(question), sayAnswer(question)])
    .filter(([, answer]) => answer);
  list.replaceChildren(
    ...said.map(([asked = "", answer = ""]) => {
      const line = document.createElement("li");
      const question = Object.assign(document.createElement("p"), { className: "fine", textContent: asked });
      line.append(question, Object.assign(document.createElement("p"), { textContent: answer }));
      return line;
    }),
  );
}

function isWritten(question: HTMLElement): boolean {
  const own = question.querySelector<HTMLInputElement>(`[name="${question.dataset.question}.other"]`);
  return ["short_text", "long_text"].includes(question.dataset.kind ?? "") || Boolean(own?.value);
}

/** What in it might tell who wrote it; only where nobody is to know has the line a place for it. */
function markTraces(line: HTMLElement, said: string, names: readonly string[]): void {
  const warning = line.querySelector<HTMLElement>("[data-review-traces]");
  const traces = warning ? findTraces(said, names) : [];
  if (!warning || !traces.length) return;
  warning.hidden = false;
  write(warning, "strong", traces.join(" · "));
}

function wordsOf(question: HTMLElement): string {
  return question.querySelector("[data-legend]")?.textContent?.trim() ?? "";
}

function write(line: HTMLElement, where: string, text: string): void {
  const part = line.querySelector(where);
  if (part) part.textContent = text;
}
