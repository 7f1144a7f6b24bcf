/** A line to add things one after the other: once the server has taken it, it is empty again and ready for the next. */
import { attach } from "#ui/attach";

type Finished = CustomEvent<{ ctx?: { response?: { status: number } } }>;

export function clearAfter(element: HTMLElement): undefined {
  element.addEventListener("htmx:after:request", (event) => {
    const status = (event as Finished).detail.ctx?.response?.status ?? 0;
    const line = element.querySelector<HTMLInputElement>("input:not([type=hidden])");
    if (!line || status < 200 || status >= 300) return;
    if (element instanceof HTMLFormElement) element.reset();
    line.value = "";
    line.focus();
  });
}

attach("clear_after", clearAfter);
