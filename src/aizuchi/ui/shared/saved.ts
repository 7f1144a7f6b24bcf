/**
 * What became of what somebody typed. Forms and islands report; every [data-saved] on the page (c-saved) shows the worst
 * of it: something waits for the connection, something is on its way, everything is safe.
 */
export type SavedState = "saved" | "saving" | "waiting" | "none";

interface Report {
  source: string;
  state: SavedState;
}

const EVENT = "aizuchi:saved";
const WORST_FIRST: SavedState[] = ["waiting", "saving", "saved"];

export function report(source: string, state: SavedState): void {
  document.dispatchEvent(new CustomEvent<Report>(EVENT, { detail: { source, state } }));
}

export function showSaved(page: Document): void {
  const reports = new Map<string, SavedState>();
  page.addEventListener(EVENT, (event) => {
    const { source, state } = (event as CustomEvent<Report>).detail;
    reports.set(source, state);
    show(page, WORST_FIRST.find((candidate) => [...reports.values()].includes(candidate)) ?? "none");
  });
}

function show(page: Document, state: SavedState): void {
  for (const output of page.querySelectorAll<HTMLElement>("[data-saved]")) {
    const time = output.querySelector("[data-saved-at]");
    if (time && state === "saved") time.textContent = clock(new Date());
    for (const words of output.querySelectorAll<HTMLElement>("[data-state]")) {
      words.hidden = words.dataset.state !== state;
    }
  }
}

function clock(now: Date): string {
  return `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
}
