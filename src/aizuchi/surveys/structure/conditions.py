"""Whether a question is asked. The browser's half follows the same cases (tests/cases)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from aizuchi.surveys.structure.definition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Definition,
    Kind,
    Operator,
    SurveyQuestion,
    Value,
)

Answer = str | Decimal | date | frozenset[str] | tuple[str, ...]
"""Code of a step or choice, number, day or text; a set of choices; a ranking, first first. A matrix is a set of
`row:step`. That something does not apply is no answer that can be compared: `NOT_APPLICABLE`."""

Answers = Mapping[str, Answer]
"""By the code of the question; what was left empty is missing."""

NOT_APPLICABLE = "-"

_ORDERED = {Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN}


def rename(condition: Condition | None, codes: Mapping[str, str]) -> Condition | None:
    """The same condition on questions that have got other codes."""
    match condition:
        case Comparison():
            return replace(condition, question=codes.get(condition.question, condition.question))
        case AllOf(parts) | AnyOf(parts):
            return replace(condition, conditions=tuple(filter(None, (rename(part, codes) for part in parts))))
    return None


def list_asked(definition: Definition, answers: Answers) -> list[SurveyQuestion]:
    """In order. An answer to a question that is not asked (any more) counts as not given, so that nobody is led on by
    what they can no longer see."""
    asked: list[SurveyQuestion] = []
    counted: dict[str, Answer] = {}
    known = {question.code: question for question in definition.list_questions()}
    for section in definition.sections:
        if not _holds(section.condition, counted, known):
            continue
        for question in section.questions:
            if not _holds(question.condition, counted, known):
                continue
            asked.append(question)
            if question.code in answers:
                counted[question.code] = answers[question.code]
    return asked


def _holds(condition: Condition | None, answers: Answers, known: Mapping[str, SurveyQuestion]) -> bool:
    match condition:
        case None:
            return True
        case AllOf(parts):
            return all(_holds(part, answers, known) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, answers, known) for part in parts)
        case Comparison(code, operator, value):
            question = known.get(code)
            return question is not None and compare(question, answers.get(code), operator, value)


def compare(question: SurveyQuestion, answer: Answer | None, operator: Operator, value: Value) -> bool:
    """What was not answered, or does not apply, fulfils nothing but “is not”, “includes not” and “is not answered”."""
    is_given = answer is not None and answer != "" and answer != frozenset() and answer != ()
    if operator == Operator.IS_ANSWERED:
        return is_given
    if operator == Operator.IS_NOT_ANSWERED:
        return not is_given
    if operator in {Operator.IS_NOT, Operator.INCLUDES_NOT}:
        positive = Operator.IS if operator == Operator.IS_NOT else Operator.INCLUDES
        return not compare(question, answer, positive, value)
    if not is_given or answer == NOT_APPLICABLE:
        return False
    if operator == Operator.INCLUDES:
        return isinstance(answer, frozenset | tuple) and value in answer
    if operator in _ORDERED:
        return _is_in_order(question, answer, operator, value)
    return answer == (frozenset({value}) if isinstance(answer, frozenset) else value)


def _is_in_order(question: SurveyQuestion, answer: Answer | None, operator: Operator, value: Value) -> bool:
    left, right = _rank(question, answer), _rank(question, value)
    if left is None or right is None:
        return False
    match operator:
        case Operator.AT_LEAST:
            return left >= right
        case Operator.MORE_THAN:
            return left > right
        case Operator.AT_MOST:
            return left <= right
        case _:
            return left < right


def _rank(question: SurveyQuestion, value: Answer | Value) -> Decimal | None:
    """Where a value stands in the order of its question; None where there is none."""
    if question.kind == Kind.SCALE:
        codes = [choice.code for choice in question.choices]
        return Decimal(codes.index(value)) if isinstance(value, str) and value in codes else None
    if question.kind in {Kind.NUMBER, Kind.ZERO_TO_TEN}:
        return value if isinstance(value, Decimal) else None
    if question.kind == Kind.DATE:
        return Decimal(value.toordinal()) if isinstance(value, date) else None
    return None
