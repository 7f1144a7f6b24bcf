/** Copying and printing the recovery codes, where the browser can. They can be downloaded without it. */
import { attach } from "#ui/attach";

export function codes(element: HTMLElement): undefined {
  const list = document.getElementById(element.dataset.of ?? "");
  if (!list) return;
  offer(element, "print", () => window.print());
  if (!navigator.clipboard) return;
  offer(element, "copy", async () => {
    const lines = [...list.querySelectorAll("code")].map((code) => code.textContent ?? "");
    await navigator.clipboard.writeText(lines.join("\n"));
    const said = element.querySelector<HTMLElement>("[data-copied]");
    if (said) said.hidden = false;
  });
}

function offer(element: HTMLElement, what: string, does: () => void): void {
  const button = element.querySelector<HTMLElement>(`[data-does="${what}"]`);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", does);
}

attach("codes", codes);
