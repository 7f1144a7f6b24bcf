/** A way back to where somebody was, on pages of errors: only where the browser came from somewhere. */
export function offerBack(page: Document): void {
  if (window.history.length < 2) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-back]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.history.back());
  }
}
