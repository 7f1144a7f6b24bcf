/** While a thumb types, the tools of the note lie on the keyboard's upper edge. */
const LEAST_PX = 120; // less is an address bar that comes and goes

export function followKeyboard(root: HTMLElement): () => void {
  const viewport = globalThis.visualViewport;
  if (!viewport) return () => {};
  const place = (): void => {
    const covered = innerHeight - viewport.height - viewport.offsetTop;
    const isWriting = root.querySelector("[contenteditable=true]") === document.activeElement;
    root.toggleAttribute("data-over-keyboard", isWriting && covered > LEAST_PX);
    root.style.setProperty("--keyboard", `${Math.max(0, Math.round(covered))}px`);
  };
  viewport.addEventListener("resize", place);
  viewport.addEventListener("scroll", place);
  root.addEventListener("focusin", place);
  root.addEventListener("focusout", place);
  return () => {
    viewport.removeEventListener("resize", place);
    viewport.removeEventListener("scroll", place);
    root.removeEventListener("focusin", place);
    root.removeEventListener("focusout", place);
  };
}
