/**
 * Forms that a passkey fills: [data-asks="create" | "get"], whose question is fetched from [data-address] when it is
 * wanted, and [data-asks="sign-in"], which offers passkeys in the field for the address as well.
 */
import { attach } from "#ui/attach";

const PATIENCE = 90_000;

interface Descriptor {
  id: string;
  type: PublicKeyCredentialType;
  transports?: AuthenticatorTransport[];
}

interface ToldOptions {
  publicKey: {
    challenge: string;
    user?: { id: string; name: string; displayName: string };
    excludeCredentials?: Descriptor[];
    allowCredentials?: Descriptor[];
    [other: string]: unknown;
  };
}

export function passkey(form: HTMLElement): (() => void) | undefined {
  const button = form.querySelector("button");
  if (!(form instanceof HTMLFormElement) || !button) return undefined;
  if (!("PublicKeyCredential" in window) || isNumber(location.hostname)) {
    show(form, "missing");
    return undefined;
  }
  form.hidden = false;
  const waiting = new AbortController();
  let own = waiting;
  // The press and not the sending, which a page takes once: it comes when the passkey has answered.
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    own.abort(); // a browser listens to one question at a time
    own = new AbortController();
    button.disabled = true;
    hide(form, "refused");
    // Where a browser finds no passkey it may ask for ever; then the button comes back with a sentence.
    const [{ signal }, patience] = [own, setTimeout(() => own.abort(), PATIENCE)];
    try {
      send(form, await orAborted(ask(form, signal), signal));
    } catch {
      show(form, "refused");
    }
    clearTimeout(patience);
    button.disabled = false;
  });
  if (form.dataset.asks === "sign-in") void offerInField(form, waiting.signal);
  return () => {
    waiting.abort();
    own.abort();
  };
}

/** Also where a browser does not listen to the signal. */
function orAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("nobody answered")), { once: true });
  });
  return Promise.race([asked, aborted]);
}

/** Passkeys belong to a name: browsers make none for 127.0.0.1, or for any other machine that has only its number. */
function isNumber(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith("[");
}

/** Passkeys among what the browser suggests for the field of the address, as long as the page is open. */
async function offerInField(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  try {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const options = await readOptions(form);
    const found = await navigator.credentials.get({ ...options, mediation: "conditional", signal });
    if (found) send(form, found);
  } catch {
    // somebody chose another way, or the page was left
  }
}

async function ask(form: HTMLFormElement, signal: AbortSignal): Promise<Credential> {
  const options = await readOptions(form);
  const found =
    form.dataset.asks === "create"
      ? await navigator.credentials.create({ ...options, signal } as CredentialCreationOptions)
      : await navigator.credentials.get({ ...options, signal });
  if (!found) throw new Error("nothing was chosen");
  return found;
}

async function readOptions(form: HTMLFormElement): Promise<CredentialRequestOptions> {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", String(new FormData(form).get("csrfmiddlewaretoken")));
  const answer = await fetch(form.dataset.address ?? "", { method: "POST", body });
  return decodeOptions(await answer.json());
}

export function decodeOptions(told: ToldOptions): CredentialRequestOptions {
  const { challenge, user, excludeCredentials, allowCredentials, ...others } = told.publicKey;
  return {
    publicKey: {
      ...others,
      challenge: toBytes(challenge),
      ...(user && { user: { ...user, id: toBytes(user.id) } }),
      ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(decodeDescriptor) }),
      ...(allowCredentials && { allowCredentials: allowCredentials.map(decodeDescriptor) }),
    } as PublicKeyCredentialRequestOptions,
  };
}

function decodeDescriptor(told: Descriptor): PublicKeyCredentialDescriptor {
  return { ...told, id: toBytes(told.id) };
}

function send(form: HTMLFormElement, found: Credential): void {
  takeAlong(form);
  field(form).value = JSON.stringify(encode(found as PublicKeyCredential));
  form.requestSubmit();
}

/** A choice that stands in the other form of the page: [data-with] has the name of its box, and of a field here. */
function takeAlong(form: HTMLFormElement): void {
  const { with: name = "" } = form.dataset;
  const [box, own] = [document.getElementById(name), form.elements.namedItem(name)];
  if (box instanceof HTMLInputElement && own instanceof HTMLInputElement) own.value = box.checked ? "on" : "";
}

export function encode(found: PublicKeyCredential): unknown {
  const response = found.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  return {
    id: found.id,
    rawId: fromBytes(found.rawId),
    type: found.type,
    authenticatorAttachment: found.authenticatorAttachment ?? null,
    clientExtensionResults: found.getClientExtensionResults(),
    response: {
      clientDataJSON: fromBytes(response.clientDataJSON),
      ...(response.attestationObject && { attestationObject: fromBytes(response.attestationObject) }),
      ...(response.getTransports && { transports: response.getTransports() }),
      ...(response.authenticatorData && { authenticatorData: fromBytes(response.authenticatorData) }),
      ...(response.signature && { signature: fromBytes(response.signature) }),
      ...(response.userHandle && { userHandle: fromBytes(response.userHandle) }),
    },
  };
}

function field(form: HTMLFormElement): HTMLInputElement {
  return form.elements.namedItem("credential") as HTMLInputElement;
}

function show(form: HTMLElement, what: "refused" | "missing"): void {
  for (const sentence of form.querySelectorAll<HTMLElement>(`[data-${what}]`)) sentence.hidden = false;
}

function hide(form: HTMLElement, what: "refused"): void {
  for (const sentence of form.querySelectorAll<HTMLElement>(`[data-${what}]`)) sentence.hidden = true;
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function fromBytes(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

attach("passkey", passkey);
