/**
 * What takes a moment says so, everywhere in the same way: the button that was pressed works visibly and for those who hear
 * the page, and the part of the page that will be swapped is busy. A press that is answered at once shows nothing.
 */
interface Context {
  sourceElement?: Element;
  target?: Element | string | null;
}

const SHOWN_AFTER_MS = 300;
/** A form that answers with a file never leaves the page. */
const LONGEST_MS = 20_000;
const BUSY = "aria-busy";
/** What saves or looks again by itself has words of its own, and nobody waits for it. */
const BY_ITSELF = "[data-autosave], [hx-trigger*='live:']";

export function showWaiting(page: Document): void {
  const ends = new Map<Context, () => void>();
  const onContext = (name: string, react: (context: Context) => void): void => {
    page.addEventListener(name, (event) => {
      const context = (event as CustomEvent<{ ctx?: Context }>).detail?.ctx;
      if (context) react(context);
    });
  };
  onContext("htmx:before:request", (context) => {
    const { sourceElement: source, target } = context;
    if (!source || source.closest(BY_ITSELF)) return;
    const part = target instanceof Element && target !== page.body ? target : null;
    ends.set(context, begin([buttonOf(source), part]));
  });
  onContext("htmx:finally:request", (context) => {
    ends.get(context)?.();
    ends.delete(context);
  });

  page.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.matches("[hx-get], [hx-post], [method=dialog]")) return;
    const end = begin([event.submitter ?? buttonOf(form)]);
    setTimeout(end, LONGEST_MS);
    window.addEventListener("pageshow", end, { once: true }); // back again, from the memory of the browser
  });
}

/** The button in whose name it was sent; nobody pressed one while typing. */
function buttonOf(source: Element): Element | null {
  if (source.matches("button, a")) return source;
  const active = source.ownerDocument.activeElement;
  if (active && source.contains(active)) return active.matches("button, a") ? active : null;
  return source.querySelector("button:not([type=button])");
}

function begin(parts: (Element | null)[]): () => void {
  const shown = parts.filter((part): part is Element => part !== null);
  const timer = setTimeout(() => {
    for (const part of shown) {
      part.setAttribute(BUSY, "true");
      if (part.matches(".button")) part.append(words(part.ownerDocument));
    }
  }, SHOWN_AFTER_MS);
  return () => {
    clearTimeout(timer);
    for (const part of shown) {
      part.removeAttribute(BUSY);
      part.querySelector("[data-busy-words]")?.remove();
    }
  };
}

function words(page: Document): HTMLElement {
  const told = page.createElement("span");
  told.className = "sr-only";
  told.dataset.busyWords = "";
  told.textContent = page.querySelector<HTMLTemplateElement>("template[data-busy]")?.content.textContent?.trim() ?? "";
  return told;
}
