import { beforeEach, expect, test, vi } from "vitest";

const pressed: string[] = [];

beforeEach(() => {
  pressed.length = 0;
  history.replaceState(null, "", "/surveys/1/build/");
});

async function open(parts = ""): Promise<void> {
  document.body.innerHTML = `<button data-step="back"></button><button data-step="again" disabled></button>
    <div data-island="survey_builder"><textarea></textarea>${parts}</div>`;
  for (const button of document.querySelectorAll<HTMLElement>("[data-step]"))
    button.addEventListener("click", () => pressed.push(button.dataset.step as string));
  vi.resetModules();
  await import("./survey_builder");
}

function press(key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, ctrlKey: true, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

test("Ctrl+Z takes the last change back, and leaves the browser's own to whoever writes", async () => {
  await open();
  const field = document.querySelector("textarea") as HTMLElement;

  expect(press("z", {}, field).defaultPrevented).toBe(false);
  expect(pressed).toEqual([]);
  expect(press("Z").defaultPrevented).toBe(true);
  expect(pressed).toEqual(["back"]);
  document.querySelector("[data-island]")?.remove();
  document.dispatchEvent(new Event("htmx:after:process"));
});

test("what cannot be done again is not pressed", async () => {
  await open();

  press("y");
  press("z", { shiftKey: true });
  expect(pressed).toEqual([]);
  document.querySelector<HTMLButtonElement>('[data-step="again"]')?.removeAttribute("disabled");
  press("y");
  press("z", { shiftKey: true });
  expect(pressed).toEqual(["again", "again"]);
  document.querySelector("[data-island]")?.remove();
  document.dispatchEvent(new Event("htmx:after:process"));
});

test("after a move the focus is on the button that moved it, or on what is left of the two", async () => {
  const question = `<div id="q-mood" tabindex="-1"><button data-moves="down"></button><a href="/"></a></div>`;
  history.replaceState(null, "", "/surveys/1/build/?moved=up#q-mood");

  await open(question);

  expect(document.activeElement).toBe(document.querySelector('[data-moves="down"]'));
});

test("a form that opens has the focus in its first field", async () => {
  history.replaceState(null, "", "/surveys/1/build/#q-mood");

  await open(`<div id="q-mood" tabindex="-1"><form data-guard><input type="hidden"><input name="words"></form></div>`);

  expect(document.activeElement).toBe(document.querySelector('[name="words"]'));
});

test("an earlier answer goes to where somebody wrote last", async () => {
  await open(`<form data-guard><textarea id="ja">選んだわけは？</textarea><textarea id="en"></textarea>
    <button type="button" data-insert="{way}"><code>{way}</code></button></form>`);
  const field = document.querySelector("#ja") as HTMLTextAreaElement;
  field.focus();
  field.setSelectionRange(0, 0);

  document.querySelector<HTMLElement>("code")?.click();

  expect(field.value).toBe("{way}選んだわけは？");
  expect(document.activeElement).toBe(field);
});
