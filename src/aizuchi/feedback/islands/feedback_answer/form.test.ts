import { beforeEach, expect, test } from "vitest";
import { offerPhrases, readAnswers } from "./form";

const PHRASE = "最後まで聞いてもらえて、うれしかったです。";

beforeEach(() => {
  document.body.innerHTML = `
    <fieldset data-cell data-topic="career" data-response="listen">${radios("met-1", "data-met")}${radios("moved-1", "data-moved")}</fieldset>
    <fieldset data-cell data-topic="" data-response="">${radios("met-2", "data-met")}${radios("moved-2", "data-moved")}</fieldset>
    <button data-phrase>${PHRASE}</button>
    <textarea maxlength="60"></textarea>`;
});

function radios(name: string, mark: string): string {
  return [5, 4, 3, 2, 1].map((value) => `<input type="radio" name="${name}" value="${value}" ${mark}>`).join("");
}

function tap(name: string, value: number): void {
  document.querySelector<HTMLInputElement>(`[name=${name}][value="${value}"]`)?.click();
}

function line(): HTMLTextAreaElement {
  return document.querySelector("textarea") as HTMLTextAreaElement;
}

test("two taps are an answer about a topic", () => {
  tap("met-1", 4);
  tap("moved-1", 5);

  expect(readAnswers(document)).toEqual({
    answers: [{ topic: "career", response: "listen", met: 4, moved: 5 }],
    line: "",
  });
});

test("what belongs to no topic is about the whole", () => {
  tap("met-2", 3);
  tap("moved-2", 1);

  expect(readAnswers(document).answers).toEqual([{ topic: null, response: null, met: 3, moved: 1 }]);
});

test("one tap alone is no answer yet", () => {
  tap("met-1", 2);

  expect(readAnswers(document).answers).toEqual([]);
});

test("a phrase goes in with one tap and out with the next", () => {
  offerPhrases(document.body);
  const phrase = document.querySelector("button") as HTMLElement;
  line().value = "ありがとうございました。";

  phrase.click();
  expect(line().value).toBe(`ありがとうございました。\n${PHRASE}`);
  expect(phrase.ariaPressed).toBe("true");

  phrase.click();
  expect(line().value).toBe("ありがとうございました。");
  expect(phrase.ariaPressed).toBe("false");
});

test("a phrase that no longer fits changes nothing", () => {
  offerPhrases(document.body);
  line().value = "あ".repeat(50);

  document.querySelector("button")?.click();

  expect(line().value).toBe("あ".repeat(50));
});
