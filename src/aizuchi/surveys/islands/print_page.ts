/** A button that prints the page, with whatever is folded laid open: paper cannot be unfolded. */
import { attach } from "#ui/attach";

export function printPage(button: HTMLElement): () => void {
  let opened: HTMLDetailsElement[] = [];
  const unfold = (): void => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("main details:not([open])")];
    for (const one of opened) one.open = true;
  };
  const fold = (): void => {
    for (const one of opened.splice(0)) one.open = false;
  };
  button.hidden = false;
  button.addEventListener("click", () => window.print());
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", fold);
  return () => {
    removeEventListener("beforeprint", unfold);
    removeEventListener("afterprint", fold);
  };
}

attach("print_page", printPage);
