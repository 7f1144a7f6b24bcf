import { afterEach, expect, test, vi } from "vitest";
import { codes } from "./codes";

afterEach(() => vi.unstubAllGlobals());

test("copies the codes, one a line", async () => {
  const writeText = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  document.body.innerHTML = `<ul id="list"><li><code>1111-2222</code></li><li><code>3333-4444</code></li></ul>
    <div data-of="list"><button data-does="copy" hidden>x</button><p data-copied hidden>y</p></div>`;
  const element = document.querySelector("div") as HTMLElement;

  codes(element);
  element.querySelector("button")?.click();
  await vi.waitFor(() => expect(element.querySelector<HTMLElement>("[data-copied]")?.hidden).toBe(false));

  expect(writeText).toHaveBeenCalledWith("1111-2222\n3333-4444");
});

test("offers nothing where the browser cannot copy", () => {
  vi.stubGlobal("navigator", {});
  document.body.innerHTML = `<ul id="list"></ul><div data-of="list"><button data-does="copy" hidden>x</button></div>`;
  const element = document.querySelector("div") as HTMLElement;

  codes(element);

  expect(element.querySelector<HTMLElement>("button")?.hidden).toBe(true);
});
