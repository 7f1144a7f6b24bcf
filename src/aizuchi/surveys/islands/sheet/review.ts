/** All answers one below the other, each with a way back to its question. */
import { sayAnswer } from "./said";

export function review(root: HTMLElement, shown: HTMLElement[], change: (question: HTMLElement) => void): void {
  const list = root.querySelector("[data-review-list]");
  const template = root.querySelector<HTMLTemplateElement>("[data-review-line]");
  const empty = root.querySelector<HTMLTemplateElement>("[data-review-empty]")?.content.textContent?.trim() ?? "";
  list?.replaceChildren();
  for (const question of shown) {
    const line = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!line || question.dataset.kind === "information") continue;
    const asked = wordsOf(question);
    const said = sayAnswer(question);
    write(line, "[data-review-question]", asked);
    write(line, "[data-review-answer]", said || empty);
    line.toggleAttribute("data-empty", !said);
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

function wordsOf(question: HTMLElement): string {
  return question.querySelector("[data-legend]")?.textContent?.trim() ?? "";
}

function write(line: HTMLElement, where: string, text: string): void {
  const part = line.querySelector(where);
  if (part) part.textContent = text;
}
