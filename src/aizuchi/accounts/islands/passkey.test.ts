import { afterEach, expect, test, vi } from "vitest";
import { decodeOptions, encode, passkey } from "./passkey";

afterEach(() => vi.unstubAllGlobals());

function bytes(...values: number[]): ArrayBuffer {
  return Uint8Array.from(values).buffer;
}

function found(): unknown {
  return {
    id: "AQI",
    rawId: bytes(1, 2),
    type: "public-key",
    getClientExtensionResults: () => ({}),
    response: { clientDataJSON: bytes(251, 255), signature: bytes(3), authenticatorData: bytes(4) },
  };
}

async function ask(): Promise<Response> {
  return Response.json({ publicKey: { challenge: "-_8" } });
}

function makeForm(asks: string): HTMLFormElement {
  document.body.innerHTML = `<form data-asks="${asks}" data-address="/ask/" hidden><input name="credential">
    <input type="hidden" name="csrfmiddlewaretoken" value="token"><input type="hidden" name="kept" value="sealed">
    <button>x</button><p data-refused hidden>no</p><p data-missing hidden>none</p></form>`;
  vi.stubGlobal("fetch", vi.fn().mockImplementation(ask));
  return document.querySelector("form") as HTMLFormElement;
}

test("what the server asks is turned into bytes", () => {
  const options = decodeOptions({
    publicKey: { challenge: "-_8", rpId: "localhost", allowCredentials: [{ id: "AQI", type: "public-key" }] },
  });

  expect(options.publicKey).toEqual({
    challenge: Uint8Array.from([251, 255]),
    rpId: "localhost",
    allowCredentials: [{ id: Uint8Array.from([1, 2]), type: "public-key" }],
  });
});

test("what the browser answers is turned into text", () => {
  expect(encode(found() as PublicKeyCredential)).toMatchObject({
    rawId: "AQI",
    response: { clientDataJSON: "-_8", signature: "Aw", authenticatorData: "BA" },
  });
});

test("the form is sent once the passkey has answered", async () => {
  vi.stubGlobal("PublicKeyCredential", {});
  vi.stubGlobal("navigator", { credentials: { get: vi.fn().mockResolvedValue(found()) } });
  const form = makeForm("get");
  const sent = vi.spyOn(form, "requestSubmit").mockReturnValue();
  passkey(form);

  form.querySelector("button")?.click();

  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  expect(form.querySelector("input")?.value).toContain('"rawId":"AQI"');
});

test("the question is fetched at the press, and nothing that waits in the form goes along", async () => {
  vi.stubGlobal("PublicKeyCredential", {});
  vi.stubGlobal("navigator", { credentials: { get: vi.fn().mockResolvedValue(found()) } });
  const form = makeForm("get");
  const sent = vi.spyOn(form, "requestSubmit").mockReturnValue();
  passkey(form);
  expect(fetch).not.toHaveBeenCalled();

  form.querySelector("button")?.click();

  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  const [address, { method, body }] = vi.mocked(fetch).mock.calls[0] as [string, { method: string; body: FormData }];
  expect([address, method, [...body]]).toEqual(["/ask/", "POST", [["csrfmiddlewaretoken", "token"]]]);
});

test("the one box of the page about this device counts for the passkey too", async () => {
  vi.stubGlobal("PublicKeyCredential", {});
  vi.stubGlobal("navigator", { credentials: { get: vi.fn().mockResolvedValue(found()) } });
  const form = makeForm("get");
  form.dataset.with = "trust";
  form.insertAdjacentHTML("beforeend", '<input type="hidden" name="trust">');
  document.body.insertAdjacentHTML("beforeend", '<input type="checkbox" id="trust" checked>');
  const sent = vi.spyOn(form, "requestSubmit").mockReturnValue();
  passkey(form);

  form.querySelector("button")?.click();

  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  expect(new FormData(form).get("trust")).toBe("on");
});

test("a passkey that was not used is told, and can be tried again", async () => {
  vi.stubGlobal("PublicKeyCredential", {});
  vi.stubGlobal("navigator", { credentials: { get: vi.fn().mockRejectedValue(new Error("NotAllowed")) } });
  const form = makeForm("get");
  passkey(form);

  form.querySelector("button")?.click();

  await vi.waitFor(() => expect(form.querySelector<HTMLElement>("[data-refused]")?.hidden).toBe(false));
  expect(form.querySelector("button")?.disabled).toBe(false);
});

test("where no passkey ever answers the button comes back with a sentence", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("PublicKeyCredential", {});
  vi.stubGlobal("navigator", { credentials: { get: () => new Promise(() => {}) } });
  const form = makeForm("get");
  passkey(form);

  form.querySelector("button")?.click();
  expect(form.querySelector("button")?.disabled).toBe(true);
  await vi.advanceTimersByTimeAsync(90_000);
  vi.useRealTimers();

  expect(form.querySelector("button")?.disabled).toBe(false);
  expect(form.querySelector<HTMLElement>("[data-refused]")?.hidden).toBe(false);
});

test("a browser without passkeys says so", () => {
  const form = makeForm("create");

  passkey(form);

  expect(form.querySelector<HTMLElement>("[data-missing]")?.hidden).toBe(false);
});
