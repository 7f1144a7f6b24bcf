import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { keepFocus } from "./focus";

beforeAll(() => keepFocus(document));

beforeEach(() => {
  document.body.innerHTML = `
    <main tabindex="-1">
      <a href="#new-todo" id="go">Add a TODO</a>
      <section id="n-1"><h2>Career</h2><button id="tick">We talked about it</button></section>
      <ul id="todos"><li id="a"><button>one</button></li><li id="b"><button>two</button></li><li id="c"><button>three</button></li></ul>
      <div class="field"><textarea id="comment"></textarea><div id="said"><button id="keep">Keep mine</button></div></div>
      <input id="new-todo">
    </main>`;
});

/** What a swap of htmx does, seen from the page. */
async function swap(change: () => void): Promise<void> {
  document.body.dispatchEvent(new CustomEvent("htmx:before:swap", { bubbles: true }));
  change();
  document.body.dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true }));
  await Promise.resolve();
}

const find = (selector: string): HTMLElement => document.querySelector(selector) as HTMLElement;

test("a sheet that folds keeps the focus on what unfolds it", async () => {
  find("#tick").focus();

  await swap(() => {
    find("#n-1").outerHTML = '<details id="n-1"><summary>Career</summary><p>words</p></details>';
  });

  expect(document.activeElement).toBe(find("summary"));
});

test("an answer beside a field leads back into the field", async () => {
  find("#keep").focus();

  await swap(() => find("#said").replaceChildren());

  expect(document.activeElement).toBe(find("#comment"));
});

test("on a touch screen no keyboard comes up by itself", async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  find("#keep").focus();

  await swap(() => find("#said").replaceChildren());

  expect(document.activeElement).toBe(find(".field"));
});

test("in a list the next one takes the place, at its end the one before", async () => {
  find("#b button").focus();
  await swap(() => find("#b").remove());
  expect(document.activeElement?.textContent).toBe("three");

  await swap(() => find("#c").remove());

  expect(document.activeElement?.textContent).toBe("one");
});

test("what came back under the same name has it again", async () => {
  find("#tick").focus();

  await swap(() => {
    find("#n-1").innerHTML = '<button>first</button><button id="tick">again</button>';
  });

  expect(document.activeElement?.textContent).toBe("again");
});

test("where nothing is left it stands at the beginning of the content", async () => {
  find("#tick").focus();

  await swap(() => find("main").replaceChildren(document.createElement("p")));

  expect(document.activeElement).toBe(find("main"));
});

test("who has no focus gets none, and who keeps it is left alone", async () => {
  await swap(() => find("#a").remove());
  expect(document.activeElement).toBe(document.body);

  find("#comment").focus();
  await swap(() => find("#b").remove());

  expect(document.activeElement).toBe(find("#comment"));
});

test("a link to a field puts one into it", () => {
  find("#go").click();

  expect(document.activeElement).toBe(find("#new-todo"));
});
