/**
 * Follows another screen: <p data-island="live" data-topic="meeting:ID" data-me="PERSON">. Each "look again" of the server
 * becomes the event live:PART on the body, which htmx elements wait for: hx-trigger="live:agenda from:body".
 */
import { attach } from "#ui/attach";
import { BACK, saySignedOut } from "#ui/who";

interface Message {
  parts?: string[];
  who?: { id: string; name: string }[];
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const ASK_EVERY_MS = 5_000; // a cut cable sends no farewell, so the line is asked whether it is there
const ARE_YOU_THERE = "?";
const SIGNED_OUT = 4401;
const NOT_YOURS = 4404;
const TOO_MANY = 4500; // so many screens are open already that another one waits
const LOST = 1006;
const WAITING = "[hx-trigger*='live:']";

export function follow(element: HTMLElement): () => void {
  const address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/live/${element.dataset.topic}`;
  let socket: WebSocket;
  let timer: ReturnType<typeof setTimeout>;
  let pause = FIRST_PAUSE_MS;
  let hasBeenAway = false;
  let isAnswered = true;
  let isKnown = false; // on this line the server has said something
  let isSignedOut = false;

  const connect = (): void => {
    socket = new WebSocket(address);
    isAnswered = true;
    isKnown = false;
    socket.onopen = () => {
      pause = FIRST_PAUSE_MS;
      if (hasBeenAway) lookAgain(partsOnPage());
    };
    socket.onmessage = (event) => {
      isAnswered = isKnown = true;
      const message = JSON.parse(event.data) as Message;
      if (message.parts) lookAgain(message.parts);
      if (message.who)
        showPresence(element, message.who.some(({ id }) => id !== element.dataset.me) ? "together" : "alone");
    };
    socket.onclose = ({ code, reason }) => closed(code, reason);
  };
  const closed = (code: number, reason = ""): void => {
    if (code === SIGNED_OUT && isKnown && !reason) {
      hasBeenAway = true;
      connect(); // a fresh proof in another tab brings the browser another key
      return;
    }
    if (code === SIGNED_OUT || code === NOT_YOURS) {
      showPresence(element, "gone");
      isSignedOut = code === SIGNED_OUT;
      if (isSignedOut) saySignedOut(reason);
      return;
    }
    hasBeenAway = true;
    showPresence(element, "lost");
    if (code === TOO_MANY) pause = LONGEST_PAUSE_MS;
    timer = setTimeout(connect, pause * (0.5 + Math.random() / 2));
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const connectAtOnce = (): void => {
    if (isSignedOut || (socket.readyState !== WebSocket.CLOSED && socket.readyState !== WebSocket.CLOSING)) return;
    clearTimeout(timer);
    connect();
  };
  const comeBack = (): void => {
    if (!isSignedOut) return;
    isSignedOut = false;
    hasBeenAway = true;
    connectAtOnce();
  };
  const cut = (): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    closed(LOST);
  };
  const ask = (): void => {
    if (!isAnswered) cut();
    if (socket.readyState !== WebSocket.OPEN) return;
    isAnswered = false;
    socket.send(ARE_YOU_THERE);
  };

  connect();
  const asking = setInterval(ask, ASK_EVERY_MS);
  window.addEventListener("online", connectAtOnce);
  window.addEventListener("offline", cut);
  document.addEventListener(BACK, comeBack);
  return () => {
    window.removeEventListener("online", connectAtOnce);
    window.removeEventListener("offline", cut);
    document.removeEventListener(BACK, comeBack);
    clearTimeout(timer);
    clearInterval(asking);
    socket.onclose = null;
    socket.close();
  };
}

/** A part in which somebody is writing waits until they leave it, so that no answer takes their words away. */
function lookAgain(parts: string[]): void {
  for (const part of parts) {
    const writing = writingIn(part);
    if (writing) writing.addEventListener("focusout", () => setTimeout(() => lookAgain([part])), { once: true });
    else document.body.dispatchEvent(new CustomEvent(`live:${part}`));
  }
}

function writingIn(part: string): Element | undefined {
  const active = document.activeElement;
  if (!active?.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])"))
    return;
  return [...document.querySelectorAll(WAITING)].find(
    (element) => partsOf(element).includes(part) && element.contains(active),
  );
}

function partsOnPage(): string[] {
  return [...new Set([...document.querySelectorAll(WAITING)].flatMap(partsOf))];
}

function partsOf(element: Element): string[] {
  return [...(element.getAttribute("hx-trigger") ?? "").matchAll(/live:([\w-]+)/g)].map((found) => found[1] ?? "");
}

function showPresence(element: HTMLElement, state: string): void {
  for (const words of element.querySelectorAll<HTMLElement>("[data-state]"))
    words.hidden = words.dataset.state !== state;
}

attach("live", follow);
