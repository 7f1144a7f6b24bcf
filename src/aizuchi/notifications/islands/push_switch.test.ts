import { beforeEach, expect, test, vi } from "vitest";
import { pushSwitch } from "./push_switch";

const KEY = "-_-_"; // what plain base64 writes as +/+/
const FOUND = { endpoint: "https://push.example/1", keys: { auth: "a", p256dh: "p" } };

const subscribe = vi.fn();
const register = vi.fn();
const fetched = vi.fn();

beforeEach(() => {
  document.body.innerHTML = `
    <div hidden data-worker="/static/push_worker.js" data-key="${KEY}" data-address="/notices/push/">
      <button>Show notices</button><p hidden data-said="done">Done</p><p hidden data-said="refused">Refused</p>
    </div>`;
  // biome-ignore lint/suspicious/noDocumentCookie: what Django's own cookie looks like
  document.cookie = "csrftoken=t0ken";
  subscribe.mockReset().mockResolvedValue(FOUND);
  register.mockReset().mockResolvedValue({ pushManager: { subscribe } });
  fetched.mockReset().mockResolvedValue(new Response("{}"));
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("navigator", { serviceWorker: { register } });
});

function attached(): HTMLElement {
  const element = document.querySelector("div") as HTMLElement;
  pushSwitch(element);
  return element;
}

function said(): (string | undefined)[] {
  return [...document.querySelectorAll<HTMLElement>("[data-said]:not([hidden])")].map(({ dataset }) => dataset.said);
}

async function press(element: HTMLElement): Promise<void> {
  const button = element.querySelector("button") as HTMLButtonElement;
  button.click();
  expect(button.disabled).toBe(true);
  await vi.waitFor(() => expect(button.disabled).toBe(false));
}

test("the browser's subscription is told to the server, by its key and as a form of ours", async () => {
  await press(attached());

  expect(said()).toEqual(["done"]);
  expect(register).toHaveBeenCalledWith("/static/push_worker.js", { type: "module" });
  const [{ applicationServerKey, userVisibleOnly }] = subscribe.mock.calls[0] ?? [];
  expect([...applicationServerKey]).toEqual([0xfb, 0xff, 0xbf]);
  expect(userVisibleOnly).toBe(true);
  const [address, request] = fetched.mock.calls[0] ?? [];
  expect(address).toBe("/notices/push/");
  expect(JSON.parse(request.body)).toEqual(FOUND);
  expect(request.headers["X-CSRFToken"]).toBe("t0ken");
});

test.each<[string, () => void]>([
  ["somebody says no to their browser", () => subscribe.mockRejectedValue(new DOMException("no", "NotAllowedError"))],
  ["the worker cannot be loaded", () => register.mockRejectedValue(new TypeError("404"))],
  ["there is no network", () => fetched.mockRejectedValue(new TypeError("offline"))],
  ["the server refuses", () => fetched.mockResolvedValue(new Response("{}", { status: 403 }))],
])("where %s, it says so and can be tried again", async (_, goesWrong) => {
  goesWrong();
  const element = attached();

  await press(element);
  expect(said()).toEqual(["refused"]);

  subscribe.mockResolvedValue(FOUND);
  register.mockResolvedValue({ pushManager: { subscribe } });
  fetched.mockResolvedValue(new Response("{}"));
  await press(element);
  expect(said()).toEqual(["done"]);
});

test("nothing is asked of a browser before somebody presses", () => {
  expect(attached().hidden).toBe(false);
  expect(register).not.toHaveBeenCalled();
});

test.each(["worker", "push"])("a browser without a part of it (%s) shows no button", (missing) => {
  if (missing === "worker") vi.stubGlobal("navigator", {});
  else delete (globalThis as { PushManager?: unknown }).PushManager;

  expect(attached().hidden).toBe(true);
});
