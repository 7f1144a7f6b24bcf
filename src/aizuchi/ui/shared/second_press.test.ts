import { beforeEach, expect, test } from "vitest";
import { ignoreSecondPress } from "./second_press";

ignoreSecondPress(document);
let heard: string[] = [];

beforeEach(() => {
  document.body.innerHTML = `<button id="send">Send</button><button id="held"><b>Held</b></button>
    <label id="words">Yes <input type="checkbox" id="yes"></label>`;
  heard = [];
  for (const one of document.querySelectorAll("button, input")) one.addEventListener("click", () => heard.push(one.id));
});

function press(selector: string, detail: number): void {
  const event = new MouseEvent("click", { bubbles: true, cancelable: true, detail });
  document.querySelector(selector)?.dispatchEvent(event);
}

test("the second press of a double click does not land on what came under it", () => {
  press("#send", 1);
  press("#held b", 2);

  expect(heard).toEqual(["send"]);
});

test.each([
  ["#send", "#send", 2],
  ["#send", "#held", 1],
  ["#send", "#held", 0],
])("other presses go through: %s, then %s (%i)", (first, second, detail) => {
  press(first, 1);
  press(second, detail);

  expect(heard).toHaveLength(2);
});

test("a label is its field", () => {
  press("#words", 1);
  press("#yes", 2);

  expect(heard.filter((one) => one === "yes")).toHaveLength(2);
});
