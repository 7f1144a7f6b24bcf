/** The button that lets this browser show notices. Hidden where browsers cannot; what happened is said beside it. */
import { attach } from "#ui/attach";
import { headersOf } from "#ui/requests";

export function pushSwitch(element: HTMLElement): undefined {
  const button = element.querySelector("button");
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  element.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    show(element, (await subscribe(element)) ? "done" : "refused");
    button.disabled = false;
  });
}

async function subscribe(element: HTMLElement): Promise<boolean> {
  const { worker = "", key = "", address = "" } = element.dataset;
  try {
    const registration = await navigator.serviceWorker.register(worker, { type: "module" });
    const found = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: fromBase64(key),
    });
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headersOf(document) },
      body: JSON.stringify(found),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

function show(element: HTMLElement, said: string): void {
  for (const sentence of element.querySelectorAll<HTMLElement>("[data-said]")) {
    sentence.hidden = sentence.dataset.said !== said;
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

attach("push_switch", pushSwitch);
