/**
 * A date that is typed is said once it is whole: browsers tell of a change with every digit (2026 is 0002, 0020, 0202 on
 * its way), and a form that saves by itself would keep each of them. What is chosen from the calendar is said at once.
 */
const TYPED = 'input:is([type="date"], [type="datetime-local"], [type="time"])';

export function waitForWholeDates(page: Document): void {
  let typedInto: EventTarget | null = null;
  let isHeld = false;
  const tell = (): void => {
    const field = isHeld ? typedInto : null;
    typedInto = null;
    isHeld = false;
    field?.dispatchEvent(new Event("change", { bubbles: true }));
  };
  page.addEventListener(
    "keydown",
    ({ target, key }) => {
      if (!(target instanceof Element) || !target.matches(TYPED)) return;
      if (key === "Enter") tell();
      else typedInto = target;
    },
    true,
  );
  page.addEventListener(
    "change",
    (event) => {
      if (event.target !== typedInto) return;
      isHeld = true;
      event.stopImmediatePropagation();
    },
    true,
  );
  page.addEventListener("pointerdown", ({ target }) => target === typedInto && tell(), true);
  page.addEventListener("focusout", ({ target }) => target === typedInto && tell(), true);
}
