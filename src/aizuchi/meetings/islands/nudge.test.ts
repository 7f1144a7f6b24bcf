import { afterEach, beforeEach, expect, test } from "vitest";
import { nudge } from "./nudge";

let element: HTMLElement;
let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = `
    <nav><a class="agenda__item" href="#n-1" aria-current="step"><strong>Career</strong></a>
      <a class="agenda__item" href="#n-2"><strong>People</strong></a></nav>
    <section id="n-1"><div class="note-slot"><textarea id="one"></textarea></div></section>
    <section id="n-2"><div class="note-slot"><textarea id="two"></textarea></div></section>
    <p id="nudge" hidden>森川さんは「<span data-nudge-about></span>」を見ています <a href="#" data-nudge-go>そこへ</a></p>`;
  element = find("#nudge");
  stop = nudge(element);
});
afterEach(() => stop());

const find = (selector: string): HTMLElement => document.querySelector(selector) as HTMLElement;

function moveOn(to: string): void {
  find("[aria-current]").removeAttribute("aria-current");
  find(`[href="#${to}"]`).setAttribute("aria-current", "step");
  document.dispatchEvent(new Event("htmx:after:swap"));
}

test("who writes is told that the other moved on, and may follow", () => {
  find("#one").focus();

  moveOn("n-2");

  expect(element.hidden).toBe(false);
  expect(find("[data-nudge-about]").textContent).toBe("People");
  expect(find("[data-nudge-go]").getAttribute("href")).toBe("#n-2");
  expect(document.activeElement).toBe(find("#one"));
});

test("who does not write, or writes there already, is told nothing", () => {
  moveOn("n-2");
  expect(element.hidden).toBe(true);

  find("#one").focus();
  moveOn("n-1");

  expect(element.hidden).toBe(true);
});

test("it goes once they leave the note, or follow", () => {
  find("#one").focus();
  moveOn("n-2");
  find("#one").blur();
  expect(element.hidden).toBe(true);

  find("#two").focus();
  moveOn("n-1");
  find("[data-nudge-go]").click();

  expect(element.hidden).toBe(true);
});

test("a refresh that changes nothing else says nothing", () => {
  find("#one").focus();

  document.dispatchEvent(new Event("htmx:after:swap"));

  expect(element.hidden).toBe(true);
});
