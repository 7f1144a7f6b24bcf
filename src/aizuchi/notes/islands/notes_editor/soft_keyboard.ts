export interface Followers {
  /** The focus has come to the note. */
  come(): void;
  /** What covers the page changed while somebody writes. */
  move(): void;
}

/** When a keyboard comes up or the tools of a note move, the caret must not end up behind them. */
export function followKeyboard(root: HTMLElement, { come, move }: Followers): () => void {
  const viewport = globalThis.visualViewport;
  const hasFocus = (): boolean => root.querySelector('[contenteditable="true"]') === document.activeElement;
  const look = (): void => {
    if (hasFocus()) requestAnimationFrame(move);
  };
  const enter = (): void => {
    if (hasFocus()) come();
    look();
  };
  viewport?.addEventListener("resize", look);
  root.addEventListener("focusin", enter);
  return () => {
    viewport?.removeEventListener("resize", look);
    root.removeEventListener("focusin", enter);
  };
}
