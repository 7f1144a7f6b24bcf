/**
 * Forms that save as somebody types: <form data-autosave hx-post hx-trigger="input changed delay:600ms">.
 * What could not be sent is sent again, what was not sent yet leaves with the page. The server's answer must not replace
 * the control somebody writes in: swap something beside it, or nothing.
 */
import { report } from "#ui/saved";
import { BACK } from "#ui/who";

export type Resend = (method: string, path: string, source: Element) => void;

interface Context {
  sourceElement: Element;
  request: { method: string; action: string; keepalive?: boolean };
  response?: { status: number };
}

const SENDERS = "[hx-post]";
const FIRST_RETRY_MS = 2_000;
const LATEST_RETRY_MS = 60_000;

export function autosave(page: Document, resend: Resend): void {
  const typed = new Map<Element, number>();
  const sent = new Map<Element, number>();
  const failed = new Map<Element, Context["request"]>();
  const onTheWay = new Set<Context>();
  let keystrokes = 0;
  let pause = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const onContext = (name: string, react: (context: Context) => void): void => {
    page.addEventListener(name, (event) => {
      const context = (event as CustomEvent<{ ctx?: Context }>).detail.ctx;
      if (context?.sourceElement?.closest("[data-autosave]") && context.request.method !== "GET") react(context);
    });
  };

  /** A form that a swap has replaced takes its worries with it. */
  const forgetGone = (): void => {
    for (const source of [...typed.keys(), ...failed.keys()]) {
      if (source.isConnected) continue;
      typed.delete(source);
      failed.delete(source);
    }
  };

  const tell = (): void => {
    forgetGone();
    if (onTheWay.size > 0) report("form", "saving");
    else if (failed.size > 0) report("form", "waiting");
    else if (typed.size === 0) report("form", "saved");
    else report("form", "none");
  };

  const keep = (context: Context): void => {
    failed.set(context.sourceElement, context.request);
    clearTimeout(timer);
    timer = setTimeout(sendAgain, pause);
    pause = Math.min(pause * 2, LATEST_RETRY_MS);
  };

  const sendAgain = (): void => {
    forgetGone();
    for (const [source, request] of [...failed]) {
      failed.delete(source);
      resend(request.method, request.action, source);
    }
  };

  const sendRest = (): void => {
    forgetGone();
    for (const [source, stroke] of typed) {
      const path = source.getAttribute("hx-post");
      if (path !== null && stroke > (sent.get(source) ?? 0)) resend("POST", path, source);
    }
  };

  page.addEventListener("input", (event) => {
    const target = event.target as Element;
    const source = target.closest("[data-autosave]") && target.closest(SENDERS);
    if (source) typed.set(source, ++keystrokes);
  });
  onContext("htmx:before:request", (context) => {
    if (page.visibilityState === "hidden") context.request.keepalive = true;
    sent.set(context.sourceElement, keystrokes);
    onTheWay.add(context);
    tell();
  });
  onContext("htmx:after:request", (context) => {
    const status = context.response?.status ?? 0;
    const source = context.sourceElement;
    // 401: they may sign in again in another tab, and then it goes out at once.
    if (status >= 500 || status === 429 || status === 401) keep(context);
    if (status < 400) {
      failed.delete(source);
      pause = FIRST_RETRY_MS;
      if ((typed.get(source) ?? 0) <= (sent.get(source) ?? 0)) typed.delete(source);
    }
  });
  onContext("htmx:error", keep);
  onContext("htmx:finally:request", (context) => {
    onTheWay.delete(context);
    tell();
  });
  page.addEventListener("visibilitychange", () => {
    if (page.visibilityState === "hidden") sendRest();
  });
  window.addEventListener("online", sendAgain);
  page.addEventListener(BACK, sendAgain);
  window.addEventListener("beforeunload", (event) => {
    forgetGone();
    if (failed.size > 0) event.preventDefault();
    else sendRest();
  });
}
