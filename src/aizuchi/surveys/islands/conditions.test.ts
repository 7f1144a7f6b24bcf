import { expect, test } from "vitest";
import { type Answers, type Condition, listAsked } from "./conditions";

const STEPS = ["never", "some", "often"];

function isAsked(condition: Condition, given: Record<string, string | string[]>): boolean {
  const kinds = { mood: "scale", ways: "multiple", score: "zero_to_ten", day: "date", word: "short_text" };
  const before = Object.entries(kinds).map(([code, kind]) => ({ code, kind, steps: code === "mood" ? STEPS : [] }));
  const sections = [{ questions: [...before, { code: "asked", kind: "long_text", steps: [], condition }] }];
  const answers: Answers = new Map(Object.entries(given));
  return listAsked({ sections }, answers).includes("asked");
}

test.each([
  [
    "a step is compared by its place",
    { question: "mood", operator: "at_least", value: "some" },
    { mood: "often" },
    true,
  ],
  ["and not by its letters", { question: "mood", operator: "less_than", value: "some" }, { mood: "often" }, false],
  ["a number by its size", { question: "score", operator: "at_most", value: 9 }, { score: "10" }, false],
  ["a day by its date", { question: "day", operator: "more_than", value: "2026-01-31" }, { day: "2026-02-01" }, true],
  ["one of several", { question: "ways", operator: "includes", value: "a" }, { ways: ["b", "a"] }, true],
  ["none of several", { question: "ways", operator: "includes_not", value: "a" }, { ways: ["b"] }, true],
  [
    "what does not apply compares to nothing",
    { question: "mood", operator: "at_most", value: "often" },
    { mood: "-" },
    false,
  ],
  ["nothing is not something else", { question: "word", operator: "is_not", value: "x" }, {}, true],
  ["nothing is not answered", { question: "word", operator: "is_answered" }, { word: "" }, false],
] as [string, Condition, Record<string, string | string[]>, boolean][])("%s", (_name, condition, given, expected) => {
  expect(isAsked(condition, given)).toBe(expected);
});

test("all and any are of several", () => {
  const parts = [
    { question: "mood", operator: "is", value: "never" },
    { question: "score", operator: "is", value: 3 },
  ];

  expect(isAsked({ all: parts }, { mood: "never" })).toBe(false);
  expect(isAsked({ any: parts }, { mood: "never" })).toBe(true);
  expect(isAsked({ all: parts }, { mood: "never", score: "3" })).toBe(true);
});

test("an answer to what is no longer asked leads nobody on", () => {
  const sections = [
    {
      questions: [
        { code: "first", kind: "single", steps: [] },
        { code: "second", kind: "single", steps: [], condition: { question: "first", operator: "is", value: "a" } },
        { code: "third", kind: "single", steps: [], condition: { question: "second", operator: "is", value: "b" } },
      ],
    },
  ];

  expect(
    listAsked(
      { sections },
      new Map([
        ["first", "a"],
        ["second", "b"],
      ]),
    ),
  ).toEqual(["first", "second", "third"]);
  expect(
    listAsked(
      { sections },
      new Map([
        ["first", "z"],
        ["second", "b"],
      ]),
    ),
  ).toEqual(["first"]);
});
