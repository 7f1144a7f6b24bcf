/** Says with every htmx request whose page asks, with the CSRF token, and says quietly when one did not get through, with a way to try again. */
import { say } from "#ui/say";

export type Again = (method: string, path: string, source: Element) => void;

interface RequestContext {
  sourceElement?: Element;
  request: {
    method: string;
    action: string;
    headers: Record<string, string>;
    body?: unknown;
    form?: HTMLFormElement | null;
  };
  response?: { status: number };
}

interface RequestDetail {
  ctx?: RequestContext;
}

/** The server answers 401 instead of leading a fragment's request to the sign-in page. */
const SENTENCES: Record<number, string> = { 401: "signed-out", 403: "refused" };

const TOKEN = "csrfmiddlewaretoken";

export function followRequests(page: Document, again: Again): void {
  const failed = new Map<Element, RequestContext["request"]>();
  const fail = (event: Event, sentence: string): void => {
    const { ctx } = (event as CustomEvent<RequestDetail>).detail;
    if (ctx?.sourceElement && ctx.request) failed.set(ctx.sourceElement, ctx.request);
    say(sentence);
  };
  page.addEventListener("htmx:config:request", (event) => {
    const { ctx } = (event as CustomEvent<RequestDetail>).detail;
    if (ctx) Object.assign(ctx.request.headers, headersOf(page, ctx.request.method));
  });
  page.addEventListener("htmx:before:request", (event) => {
    const { ctx } = (event as CustomEvent<RequestDetail>).detail;
    if (!ctx) return;
    sayFreshVersion(ctx);
    sayFreshToken(page, ctx.request.body);
  });
  page.addEventListener("submit", (event) => freshenToken(page, event.target as HTMLFormElement), true);
  page.addEventListener("htmx:response:error", (event) => {
    const status = (event as CustomEvent<RequestDetail>).detail.ctx?.response?.status ?? 0;
    if (status === 422 || status === 409 || (status >= 500 && isSentAgain(page, event))) return;
    fail(event, SENTENCES[status] ?? "failed");
  });
  page.addEventListener("htmx:error", (event) => {
    if (!isSentAgain(page, event)) fail(event, "offline");
  });
  page.addEventListener("htmx:after:request", (event) => {
    const { ctx } = (event as CustomEvent<RequestDetail>).detail;
    if (!ctx?.sourceElement || (ctx.response?.status ?? 0) >= 400) return;
    if (failed.delete(ctx.sourceElement) && failed.size === 0) forgetFailures(page);
  });
  page.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-again]")) return;
    forgetFailures(page);
    const requests = [...failed];
    failed.clear();
    for (const [source, request] of requests) if (source.isConnected) again(request.method, request.action, source);
  });
}

/** What waited for the one before it was put together before that one's answer: it builds on what the answer brought. */
function sayFreshVersion({ sourceElement, request: { body, form } }: RequestContext): void {
  const field = form ? form.elements.namedItem("version") : sourceElement?.querySelector('[name="version"]');
  if (body instanceof URLSearchParams && body.has("version") && field instanceof HTMLInputElement)
    body.set("version", field.value);
}

/** Django reads the one in the body first. Where it is of an earlier session, whoever is back would be refused. */
function sayFreshToken(page: Document, body: unknown): void {
  const isForm = body instanceof URLSearchParams || body instanceof FormData;
  if (isForm && body.has(TOKEN)) body.set(TOKEN, csrfToken(page));
}

function freshenToken(page: Document, form: HTMLFormElement): void {
  const field = form.elements.namedItem(TOKEN);
  if (field instanceof HTMLInputElement) field.value = csrfToken(page) || field.value;
}

function forgetFailures(page: Document): void {
  for (const toast of page.querySelectorAll("#toasts > :has([data-again])")) toast.remove();
}

/** What autosave sends again by itself is told by the page's c-saved. */
function isSentAgain(page: Document, event: Event): boolean {
  return (event.target as Element).closest("[data-autosave]") !== null && page.querySelector("[data-saved]") !== null;
}

/**
 * A change carries the CSRF token; everything, whose page it is: what somebody typed is not sent as somebody else's who
 * signed in from another tab meanwhile.
 */
export function headersOf(page: Document, method = "POST"): Record<string, string> {
  const viewer = page.querySelector<HTMLMetaElement>('meta[name="viewer"]')?.content;
  return {
    ...(method !== "GET" && { "X-CSRFToken": csrfToken(page) }),
    ...(viewer && { "X-Viewer": viewer }),
  };
}

/** The cookie is fresher than the page: signing in from another tab changes it. Over https it has a longer name. */
export function csrfToken(page: Document): string {
  const cookie = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(page.cookie)?.[1];
  return cookie ?? page.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}
