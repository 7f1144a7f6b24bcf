import { beforeEach, expect, test } from "vitest";
import { writeSharing } from "./screen_share";

beforeEach(() => {
  document.body.className = "room session";
  document.body.innerHTML = `<button data-share-screen aria-pressed="false"><i></i></button><input>
    <div contenteditable="true"><p></p></div>`;
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "sharing=1; path=/; max-age=0";
});

function press(selector: string, key = "h", options: KeyboardEventInit = {}): void {
  document.querySelector(selector)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...options }));
}

function isHidden(): boolean {
  return document.body.classList.contains("is-sharing");
}

test("one key hides, the same key shows again", () => {
  press("body");
  expect(isHidden()).toBe(true);
  expect(document.cookie).toContain("sharing=1");
  expect(document.querySelector("button")?.getAttribute("aria-pressed")).toBe("true");

  press("body");
  expect(isHidden()).toBe(false);
  expect(document.cookie).not.toContain("sharing");
});

test("the button does the same", () => {
  document.querySelector("i")?.dispatchEvent(new MouseEvent("click", { bubbles: true }));

  expect(isHidden()).toBe(true);
});

test.each(["input", "[contenteditable] p"])("whoever writes in %s writes an h", (selector) => {
  press(selector);

  expect(isHidden()).toBe(false);
});

test("shortcuts of the browser stay its own", () => {
  press("body", "h", { ctrlKey: true });

  expect(isHidden()).toBe(false);
});

test("over https the cookie has the name that the server listens to", () => {
  expect(writeSharing(true, "https:")).toBe("__Host-sharing=1; path=/; samesite=lax; secure");
  expect(writeSharing(false, "https:")).toContain("max-age=0");
});
