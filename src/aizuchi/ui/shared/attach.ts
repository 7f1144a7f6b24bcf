/**
 * Brings elements marked data-island="NAME" to life: those on the page now and those that arrive with a swap.
 * What the function returns is called once the element has left the page.
 */
type Detach = () => void;
type Bring = (element: HTMLElement) => Detach | undefined;

export function attach(name: string, bring: Bring): void {
  const alive = new Map<HTMLElement, Detach | undefined>();

  const look = (): void => {
    for (const [element, detach] of alive) {
      if (element.isConnected) continue;
      alive.delete(element);
      detach?.();
    }
    for (const element of document.querySelectorAll<HTMLElement>(`[data-island~="${name}"]`)) {
      if (!alive.has(element)) alive.set(element, bring(element));
    }
  };

  look();
  document.addEventListener("htmx:after:process", look);
}
