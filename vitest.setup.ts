/** All files of one worker share one page, which takes most of their time to make: each begins as if it were new. */
import { vi } from "vitest";

type Listening = [target: EventTarget, ...of: Parameters<EventTarget["addEventListener"]>];

function noteListeners(): Listening[] {
  const heard: Listening[] = [];
  for (const target of [globalThis as unknown as EventTarget, document]) {
    const add = target.addEventListener.bind(target);
    target.addEventListener = (...of: Parameters<typeof add>): void => {
      heard.push([target, ...of]);
      add(...of);
    };
  }
  return heard;
}

function beginAnew(page: Document & { heard?: Listening[] }): void {
  page.heard ??= noteListeners();
  for (const [target, ...of] of page.heard.splice(0)) target.removeEventListener(...of);
  page.documentElement.replaceWith(page.implementation.createHTMLDocument().documentElement);
  for (const cookie of page.cookie.split("; ")) page.cookie = `${cookie.split("=")[0]}=; max-age=0`;
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
}

vi.useRealTimers();
vi.unstubAllGlobals();
if ("document" in globalThis) beginAnew(document); // some need none
