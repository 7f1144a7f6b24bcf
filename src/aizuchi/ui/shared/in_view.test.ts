import { beforeEach, expect, test, vi } from "vitest";
import { keepInView, measureFrame, openPart, showWhole } from "./in_view";

const scrollBy = vi.fn();

function put(selector: string, top: number, bottom: number, position = "sticky"): void {
  const element = document.querySelector<HTMLElement>(selector) as HTMLElement;
  element.style.position = position;
  element.getBoundingClientRect = () => new DOMRect(0, top, 390, bottom - top);
}

beforeEach(() => {
  vi.stubGlobal("scrollBy", scrollBy);
  vi.stubGlobal("innerWidth", 390);
  vi.stubGlobal("innerHeight", 844);
  vi.stubGlobal("visualViewport", Object.assign(new EventTarget(), { offsetTop: 0, height: 844 }));
  scrollBy.mockClear();
  document.body.innerHTML =
    '<header class="focused-head"></header><div data-note-tools></div><footer class="focused-foot"></footer>';
  put(".focused-head", 0, 64);
  put(".focused-foot", 780, 844);
  put("[data-note-tools]", 300, 344, "static");
});

test("a line behind the foot comes out of it, with one more below", () => {
  keepInView({ top: 770, bottom: 800 });

  expect(scrollBy).toHaveBeenCalledWith({ top: 68, behavior: "instant" });
});

test("a line that can be seen moves nothing", () => {
  keepInView({ top: 400, bottom: 430 });

  expect(scrollBy).not.toHaveBeenCalled();
});

test("a line behind the head comes out of it, with one more above", () => {
  keepInView({ top: 60, bottom: 90 });

  expect(scrollBy).toHaveBeenCalledWith({ top: -52, behavior: "instant" });
});

test("a keyboard that covers the page counts, and the tools that lie on it", () => {
  Object.assign(window.visualViewport as object, { height: 440 });
  put("[data-note-tools]", 396, 440, "fixed");
  put(".focused-foot", 1200, 1264, "static");

  expect(openPart()).toEqual({ top: 64, bottom: 396 });
});

test("the page knows how high its foot and the keyboard are", () => {
  measureFrame(document);
  expect(document.documentElement.style.getPropertyValue("--foot")).toBe("64px");

  Object.assign(window.visualViewport as object, { height: 440 });
  window.visualViewport?.dispatchEvent(new Event("resize"));

  expect(document.documentElement.style.getPropertyValue("--keyboard")).toBe("404px");
  expect(document.documentElement.style.getPropertyValue("--foot")).toBe("0px");
});

test("a foot that sticks again does not lie over what has the focus now", () => {
  put(".focused-foot", 780, 844, "static");
  measureFrame(document);
  const reached = document.querySelector(".focused-head") as HTMLElement;
  reached.scrollIntoView = vi.fn();
  put(".focused-foot", 780, 844);

  reached.dispatchEvent(new Event("focusin", { bubbles: true }));

  expect(document.documentElement.style.getPropertyValue("--foot")).toBe("64px");
  expect(reached.scrollIntoView).toHaveBeenCalledWith({ block: "nearest", behavior: "instant" });
});

test("where the foot stays as it is the browser scrolls as it does anyway", () => {
  measureFrame(document);
  const reached = document.querySelector(".focused-head") as HTMLElement;
  reached.scrollIntoView = vi.fn();

  reached.dispatchEvent(new Event("focusin", { bubbles: true }));

  expect(reached.scrollIntoView).not.toHaveBeenCalled();
});

test("a foot that lay at the end of the page waits until a press is over, and one that sticks is pressed as it is", () => {
  vi.useFakeTimers();
  const root = document.documentElement;
  put(".focused-foot", 780, 844, "static");
  measureFrame(document);

  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  expect(root.hasAttribute("data-pressing")).toBe(true);
  document.body.dispatchEvent(new Event("pointerup", { bubbles: true }));
  put(".focused-foot", 780, 844);
  vi.runAllTimers();
  expect(root.hasAttribute("data-pressing")).toBe(false);
  expect(root.style.getPropertyValue("--foot")).toBe("64px");

  document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  vi.useRealTimers();

  expect(root.hasAttribute("data-pressing")).toBe(false);
});

test("a foot that stands on another one counts up to its upper edge", () => {
  document.body.innerHTML = '<div class="page-foot"></div><nav class="side"></nav>';
  put(".side", 784, 844, "fixed");
  put(".page-foot", 708, 776);

  measureFrame(document);

  expect(document.documentElement.style.getPropertyValue("--foot")).toBe("136px");
});

test("a foot that lies in the midst of its page covers nothing", () => {
  document.body.innerHTML = '<div class="page-foot"></div><nav class="side"></nav>';
  put(".side", 784, 844, "fixed");
  put(".page-foot", 400, 468);

  expect(openPart().bottom).toBe(784);
});

test("a box that has room is shown whole, and a taller one is left to its line", () => {
  expect(showWhole({ top: 760, bottom: 800 })).toBe(true);
  expect(scrollBy).toHaveBeenCalledWith({ top: 20, behavior: "instant" });

  expect(showWhole({ top: 0, bottom: 900 })).toBe(false);
});

test("a message that comes does not lie over where the keyboard stands, nor over a line that is written", async () => {
  document.body.insertAdjacentHTML("beforeend", '<div id="toasts"></div><button>here</button>');
  put("#toasts", 700, 760, "fixed");
  measureFrame(document);
  const button = document.querySelector("button") as HTMLElement;
  button.getBoundingClientRect = () => new DOMRect(0, 690, 100, 48);
  button.scrollIntoView = vi.fn();
  vi.spyOn(button, "matches").mockReturnValue(true);
  button.focus();

  document.querySelector("#toasts")?.append(document.createElement("p"));
  await Promise.resolve();

  expect(document.documentElement.style.getPropertyValue("--toasts")).toBe("88px");
  expect(button.scrollIntoView).toHaveBeenCalledOnce();
  expect(openPart().bottom).toBe(700);
});
