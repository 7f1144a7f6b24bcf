/** Whether a question is asked: the browser's half of `structure/conditions.py`, held to the same cases. */

export type Answer = string | string[];
export type Answers = Map<string, Answer>;

type Comparison = { question: string; operator: string; value?: string | number | null };
export type Condition = Comparison | { all: Condition[] } | { any: Condition[] };
export type AskedQuestion = { code: string; kind: string; steps: string[]; condition?: Condition | null };
export type Sections = { sections: { condition?: Condition | null; questions: AskedQuestion[] }[] };

const NOT_APPLICABLE = "-";

/** Codes in order. An answer to what is not asked (any more) counts as not given. */
export function listAsked({ sections }: Sections, answers: Answers): string[] {
  const known = new Map(sections.flatMap((section) => section.questions.map((one) => [one.code, one])));
  const counted: Answers = new Map();
  const asked: string[] = [];
  for (const section of sections) {
    if (!holds(section.condition, counted, known)) continue;
    for (const question of section.questions) {
      if (!holds(question.condition, counted, known)) continue;
      asked.push(question.code);
      const answer = answers.get(question.code);
      if (answer !== undefined) counted.set(question.code, answer);
    }
  }
  return asked;
}

function holds(condition: Condition | null | undefined, answers: Answers, known: Map<string, AskedQuestion>): boolean {
  if (!condition) return true;
  if ("all" in condition) return condition.all.every((part) => holds(part, answers, known));
  if ("any" in condition) return condition.any.some((part) => holds(part, answers, known));
  const question = known.get(condition.question);
  return question !== undefined && compare(question, answers.get(question.code), condition.operator, condition.value);
}

function compare(
  question: AskedQuestion,
  answer: Answer | undefined,
  operator: string,
  value: Comparison["value"],
): boolean {
  const isGiven = answer !== undefined && answer.length > 0;
  if (operator === "is_answered") return isGiven;
  if (operator === "is_not_answered") return !isGiven;
  if (operator === "is_not") return !compare(question, answer, "is", value);
  if (operator === "includes_not") return !compare(question, answer, "includes", value);
  if (!isGiven || answer === NOT_APPLICABLE) return false;
  if (operator === "includes") return Array.isArray(answer) && answer.includes(String(value));
  if (operator === "is") return isSame(question, answer, value);
  const left = rank(question, answer);
  const right = rank(question, value);
  if (left === undefined || right === undefined) return false;
  if (operator === "at_least") return left >= right;
  if (operator === "more_than") return left > right;
  if (operator === "at_most") return left <= right;
  return left < right;
}

function isSame(question: AskedQuestion, answer: Answer, value: Comparison["value"]): boolean {
  if (Array.isArray(answer)) return question.kind === "multiple" && answer.length === 1 && answer[0] === String(value);
  const left = rank(question, answer);
  return left === undefined ? answer === String(value) : left === rank(question, value);
}

/** Where it stands in the order of its question; nothing where there is none. */
function rank(question: AskedQuestion, value: Answer | Comparison["value"]): number | undefined {
  if (value === undefined || value === null || Array.isArray(value)) return undefined;
  if (question.kind === "scale") {
    const place = question.steps.indexOf(String(value));
    return place < 0 ? undefined : place;
  }
  const number = question.kind === "date" ? Date.parse(String(value)) : Number(value);
  return ["number", "zero_to_ten", "date"].includes(question.kind) && Number.isFinite(number) ? number : undefined;
}
