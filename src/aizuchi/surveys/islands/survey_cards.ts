/**
 * Open surveys at home. Of those without names only this browser knows whether they are answered. Everybody entitled fetches a
 * token here, so that fetching one tells nothing, and what still waits in this browser is sent on from here.
 */
import { attach } from "#ui/attach";
import { isMarked } from "../../anonymous_answers/islands/sealed_answer/marks";
import { entitledBy } from "./anonymous_survey/entitled_by";

const IDLE_MS = 1_000;

attach("survey_cards", (section) => {
  const lines = [...section.querySelectorAll<HTMLElement>("li")];
  const unnamed = lines.filter((line) => line.dataset.right);
  for (const line of unnamed) line.hidden = isMarked(entitledBy(line).right);
  section.hidden = lines.every((line) => line.hidden);
  const timer = unnamed.length ? setTimeout(() => void prepareAll(unnamed), IDLE_MS) : undefined;
  return () => clearTimeout(timer);
});

async function prepareAll(lines: HTMLElement[]): Promise<void> {
  const { prepare } = await import("../../anonymous_answers/islands/sealed_answer");
  for (const line of lines) await prepare(entitledBy(line)).catch(() => undefined); // the page behind it tries again, and tells
}
