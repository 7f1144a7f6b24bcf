/**
 * A page stands still until somebody uses it: controls do not fade in from the browser's own colours while the styles arrive.
 * From the first press or movement on, tokens.css gives transitions the time they take.
 */
const SIGNS = ["pointermove", "pointerdown", "keydown"];

export function standStill(page: Document): void {
  const move = (): void => {
    page.documentElement.toggleAttribute("data-used", true);
    for (const sign of SIGNS) page.removeEventListener(sign, move, true);
  };
  for (const sign of SIGNS) page.addEventListener(sign, move, true);
}
