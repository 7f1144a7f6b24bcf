/** Answering without a mouse: digits choose, Enter goes on, Shift and Enter goes back. */
export interface Moves {
  /** The question that digits are for. */
  current: () => HTMLElement | undefined;
  onward: () => void;
  back: () => void;
}

const TYPED_IN = "textarea, select, input:not([type=radio], [type=checkbox])";
const PRESSED = "button, a, summary";
const TWO_DIGITS_MS = 800;

export function listen(page: Document, moves: Moves, signal: AbortSignal): void {
  let latest = { digit: "", at: 0 };
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as Element;
      if (event.key === "Enter") pressEnter(event, target, moves);
      else if (/^\d$/.test(event.key) && !target.closest(TYPED_IN)) {
        const isSecond = latest.digit === "1" && event.timeStamp - latest.at < TWO_DIGITS_MS;
        pick(moves.current(), isSecond && event.key === "0" ? "10" : event.key);
        latest = { digit: event.key, at: event.timeStamp };
      }
    },
    { signal },
  );
}

function pressEnter(event: KeyboardEvent, target: Element, moves: Moves): void {
  if (target.closest(`textarea, ${PRESSED}`) || target.closest("dialog")) return;
  event.preventDefault();
  if (event.shiftKey) moves.back();
  else moves.onward();
}

/** A number from 0 to 10 is itself; of all else the digit says which, beginning with 1. */
function pick(part: HTMLElement | undefined, digit: string): void {
  if (!part) return;
  const within = part.dataset.kind === "matrix" ? rowOf(part) : part;
  if (part.dataset.kind === "zero_to_ten") {
    part.querySelector<HTMLInputElement>(`[type=radio][value="${digit}"]`)?.click();
    return;
  }
  const choices = within?.querySelectorAll<HTMLElement>(
    "[type=radio]:not([value='-']), [type=checkbox], [data-rank] button",
  );
  choices?.[Number(digit) - 1]?.click();
}

/** The row with the focus, or the first that is still empty. */
function rowOf(part: HTMLElement): HTMLElement | undefined {
  const rows = [...part.querySelectorAll<HTMLElement>("[data-row]")];
  const focused = rows.find((row) => row.contains(part.ownerDocument.activeElement));
  return focused ?? rows.find((row) => !row.querySelector(":checked")) ?? rows[0];
}
