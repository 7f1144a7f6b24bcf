/**
 * Whether Tab moves lines or leaves the note. Nobody is held in a list, and nobody who only passes through changes what
 * both wrote: Tab is the list's once somebody has written, moved or pressed in the note, and no longer after Escape.
 */
const PASSING = ["Tab", "Shift", "Alt", "Control", "Meta"];

export class TabKey {
  isOurs = false;
  #isTold = false;

  /** `onTaken`: the first time of a visit that it moved a line, so that the page can say how to leave. */
  constructor(private readonly onTaken: () => void) {}

  taken(): true {
    if (!this.#isTold) this.onTaken();
    this.#isTold = true;
    return true;
  }

  hear(event: KeyboardEvent): void {
    if (!PASSING.includes(event.key)) this.isOurs = event.key !== "Escape";
  }

  pressed(): void {
    this.isOurs = true;
  }

  /** A look at another window is no leaving. */
  blurred(dom: Element): void {
    if (document.activeElement === dom) return;
    this.isOurs = this.#isTold = false;
  }
}
