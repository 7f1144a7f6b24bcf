/**
 * A double click is one wish. Where the first press moved the page, the second lands on whatever came to lie under it, and is
 * not meant for that.
 */
const PRESSABLE = "a, button, summary, input, select, textarea";

export function ignoreSecondPress(page: Document): void {
  let first: Element | null = null;
  page.addEventListener(
    "click",
    (event) => {
      const pressed = pressedBy(event.target);
      if (event.detail > 1 && first && pressed && pressed !== first) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (event.detail === 1) first = pressed; // 0: by keyboard, or by a script
    },
    true,
  );
}

function pressedBy(target: EventTarget | null): Element | null {
  if (!(target instanceof Element)) return null;
  return target.closest("label")?.control ?? target.closest(PRESSABLE);
}
