import { beforeEach, expect, test, vi } from "vitest";

const SECTIONS = {
  sections: [
    { questions: [{ code: "mood", kind: "scale", steps: ["1", "2", "3"] }] },
    {
      questions: [
        { code: "why", kind: "multiple", steps: [], condition: { question: "mood", operator: "at_most", value: "1" } },
        { code: "age", kind: "number", steps: [] },
        { code: "word", kind: "long_text", steps: [] },
        { code: "order", kind: "ranking", steps: [] },
      ],
    },
  ],
};
const STEPS = ["1", "2", "3"]
  .map((n) => `<label class="scale__dot"><input type="radio" name="mood" value="${n}" data-words="step ${n}"></label>`)
  .join("");

function rank(code: string): string {
  return `<div data-rank><label data-typed><input name="order.${code}" data-words="${code}"></label>
    <button type="button" data-ranked hidden><span data-place></span></button></div>`;
}

/** `way`: as it was chosen in this browser before. */
async function open(way: "one" | "page"): Promise<void> {
  localStorage.setItem("aizuchi:survey:way", way);
  document.body.innerHTML = `
    <div data-ways hidden><button data-way-to="page"></button><button data-way-to="one"></button></div>
    <form data-island="answer_survey" data-conditions='${JSON.stringify(SECTIONS)}'>
      <input type="hidden" name="pointed" value="">
      <header data-start></header>
      <section data-section>
        <fieldset data-question="mood" data-kind="scale" data-demand="required" tabindex="-1">
          <legend><span data-legend>Mood</span></legend>${STEPS}<span data-said></span><p data-fault="missing" hidden></p>
        </fieldset></section>
      <section data-section id="second">
        <fieldset data-question="why" data-kind="multiple" tabindex="-1"><legend><span data-legend>Why</span></legend>
          <input type="checkbox" name="why" value="a" data-words="Meetings"></fieldset>
        <fieldset data-question="age" data-kind="number" data-least="1" data-most="9" tabindex="-1">
          <input name="age"><p data-fault="not_a_number" hidden></p><p data-fault="out_of_range" hidden></p></fieldset>
        <fieldset data-question="word" data-kind="long_text" data-demand="asked_once" tabindex="-1">
          <legend><span data-legend>As to <b data-answer-of="mood"></b>?</span></legend>
          <textarea name="word"></textarea><p data-pointed hidden></p></fieldset>
        <fieldset data-question="order" data-kind="ranking" tabindex="-1">${rank("x")}${rank("y")}</fieldset></section>
      <section data-review hidden tabindex="-1"><ol data-review-list></ol>
        <template data-review-line><li><p data-review-question></p><p data-review-answer></p><p data-review-traces hidden><strong></strong></p><button type="button"></button></li></template>
        <template data-review-empty>nothing</template></section>
    </form>
    <footer><span data-way-words><span data-way-place></span>/<span data-way-count></span></span><progress data-way></progress>
      ${["go-back", "begin", "go-on", "look-over"].map((one) => `<button type="button" data-${one} hidden></button>`).join("")}
      <button data-send></button></footer>`;
  vi.resetModules();
  await import("./answer_survey");
}

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = "";
});

function find<T extends HTMLElement>(what: string): T {
  return document.querySelector<T>(what) as T;
}
function shown(): string[] {
  return [...document.querySelectorAll<HTMLElement>("[data-question]:not([hidden], [data-away])")].map(
    (one) => one.dataset.question ?? "",
  );
}
function press(what: string): void {
  find(what).click();
}
function write(what: string, text: string): void {
  find<HTMLInputElement>(what).value = text;
  find(what).dispatchEvent(new Event("input", { bubbles: true }));
}
function key(name: string, more: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
}
function reviewed(): string[] {
  return [...document.querySelectorAll("[data-review-answer]")].map((one) => one.textContent ?? "");
}

test("one question after the other, and back, by the keyboard alone", async () => {
  await open("one");
  expect(shown()).toEqual([]);
  expect(find("[data-start]").closest("[hidden]")).toBeNull();

  key("Enter");
  expect(shown()).toEqual(["mood"]);
  key("1");
  key("Enter");
  expect(shown()).toEqual(["why"]);
  key("1");
  expect(find<HTMLInputElement>("[name=why]").checked).toBe(true);
  key("Enter", { shiftKey: true });
  expect(shown()).toEqual(["mood"]);
});

test("what is asked only of some comes and goes at once, and is not stopped at", async () => {
  await open("page");
  press("[value='1']");
  expect(shown()).toEqual(["mood", "why", "age", "word", "order"]);

  press("[value='3']");
  expect(shown()).toEqual(["mood", "age", "word", "order"]);
});

test("what has to be answered is not passed over, and says so", async () => {
  await open("one");
  press("[data-begin]");
  press("[data-go-on]");
  expect(shown()).toEqual(["mood"]);
  expect(find("[data-fault=missing]").hidden).toBe(false);

  press("[value='3']");
  expect(find("[data-fault=missing]").hidden).toBe(true);
});

test("what is softly asked is pointed at once and may stay empty", async () => {
  await open("page");
  press("[value='3']");
  press("[data-look-over]");
  expect(find("[data-pointed]").hidden).toBe(false);
  expect(find("[data-review]").hidden).toBe(true);

  press("[data-look-over]");
  expect(find("[data-review]").hidden).toBe(false);
});

test.each([
  ["soon", "not_a_number"],
  ["12", "out_of_range"],
])("a number that is %s is said before anything is sent", async (typed, problem) => {
  await open("page");
  press("[value='3']");
  write("[name=age]", typed);
  press("[data-look-over]");

  expect(find(`[data-fault=${problem}]`).hidden).toBe(false);
  expect(find("[data-review]").hidden).toBe(true);
});

test("all is looked over before it is sent, and one answer changed from there", async () => {
  await open("one");
  press("[data-begin]");
  press("[value='2']");
  write("[name=age]", "７");
  write("[name=word]", "Warm");
  for (const _ of [1, 2, 3, 4]) press("[data-go-on]");
  expect(reviewed()).toEqual(["step 2", "７", "Warm", "nothing"]);
  expect(find("[data-send]").hidden).toBe(false);

  press("[data-review-list] button");
  expect(shown()).toEqual(["mood"]);
  press("[value='3']");
  press("[data-go-on]");
  expect(reviewed()[0]).toBe("step 3");
});

test("a sentence repeats the answer it is about", async () => {
  await open("page");
  expect(find("[data-answer-of]").textContent).toBe("…");
  press("[value='2']");

  expect(find("[data-answer-of]").textContent).toBe("step 2");
});

test("things are put in an order by tapping them", async () => {
  await open("page");
  const [x, y] = document.querySelectorAll<HTMLElement>("[data-rank] button");
  y?.click();
  x?.click();
  const ranks = (): string[] => ["x", "y"].map((one) => find<HTMLInputElement>(`[name="order.${one}"]`).value);
  expect(ranks()).toEqual(["2", "1"]);

  y?.click();
  expect(ranks()).toEqual(["1", ""]);
});

test("it goes on at what is not answered yet", async () => {
  await open("one");
  press("[value='3']");
  press("[data-begin]");

  expect(shown()).toEqual(["age"]);
});

test("a tap that answers a question brings the next; a key does not", async () => {
  vi.useFakeTimers();
  await open("one");
  press("[data-begin]");
  key("3");
  await vi.runAllTimersAsync();
  expect(shown()).toEqual(["mood"]);

  find("[value='1']").dispatchEvent(new Event("pointerup", { bubbles: true }));
  press("[value='1']");
  await vi.runAllTimersAsync();
  expect(shown()).toEqual(["why"]);
  vi.useRealTimers();
});

test("that it has closed is said as soon as keeping it is refused", async () => {
  await open("page");
  find("form").insertAdjacentHTML("beforeend", "<p data-closed hidden></p>");
  const detail = { ctx: { sourceElement: find("form"), response: { status: 409 } } };
  document.dispatchEvent(new CustomEvent("htmx:after:request", { detail }));

  expect(find("[data-closed]").hidden).toBe(false);
});

test("before it is sent, what might tell who wrote it is marked", async () => {
  await open("page");
  press("[value='3']");
  write("[name=word]", "田中さんと話せました");
  press("[data-look-over]");
  const marked = [...document.querySelectorAll<HTMLElement>("[data-review-traces]:not([hidden])")];

  expect(marked.map((one) => one.textContent)).toEqual(["田中さん"]);
});
