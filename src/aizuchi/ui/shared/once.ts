/**
 * A form is sent once until it is answered: a double click is no wish for two. Without it htmx keeps the second press and sends
 * it after the first, and a plain form is sent again while its page is still leaving.
 */
const LEFT_ALONE = "[data-autosave], [hx-get], [method=dialog], [method=get], :not([method]):not([hx-post])";
/** A form that answers with a file never leaves the page, and one that somebody else held back was not sent at all. */
const DOUBLE_CLICK_MS = 3_000;

export function sendOnce(page: Document): void {
  const waiting = new WeakSet<Element>();
  const sent = new WeakSet<Element>();
  page.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.matches(LEFT_ALONE)) return;
      if (waiting.has(form)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      waiting.add(form);
      const free = (): void => {
        if (!sent.has(form)) waiting.delete(form);
      };
      setTimeout(free, DOUBLE_CLICK_MS);
      window.addEventListener("pageshow", free, { once: true }); // back again, from the memory of the browser
    },
    true,
  );
  page.addEventListener("htmx:before:request", (event) => {
    const form = formOf(event);
    if (form) sent.add(form);
  });
  page.addEventListener("htmx:finally:request", (event) => {
    const form = formOf(event);
    if (!form) return;
    sent.delete(form);
    waiting.delete(form);
  });
}

function formOf(event: Event): Element | null | undefined {
  return (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail?.ctx?.sourceElement?.closest("form");
}
