import type { Answer } from "../conditions";

/** Of what was written in words: keys with which each can be replied to, none like another's. */
export async function startThreads(
  root: HTMLElement,
  given: Record<string, Answer>,
  start: () => Promise<string>,
): Promise<Record<string, string>> {
  const threads: Record<string, string> = {};
  for (const code of Object.keys(given).filter((one) => isWritten(root, one)))
    threads[`${code}.thread`] = await start();
  return threads;
}

function isWritten(root: HTMLElement, code: string): boolean {
  const question = [...root.querySelectorAll<HTMLElement>("[data-question]")].find(
    ({ dataset }) => dataset.question === code,
  );
  return code.endsWith(".other") || ["short_text", "long_text"].includes(question?.dataset.kind ?? "");
}
