/** When a keyboard comes up or the tools of a note move, the caret must not end up behind them. */
export function followKeyboard(root: HTMLElement, keepCaret: () => void): () => void {
  const viewport = globalThis.visualViewport;
  const look = (): void => {
    if (root.querySelector('[contenteditable="true"]') === document.activeElement) requestAnimationFrame(keepCaret);
  };
  viewport?.addEventListener("resize", look);
  root.addEventListener("focusin", look);
  return () => {
    viewport?.removeEventListener("resize", look);
    root.removeEventListener("focusin", look);
  };
}
