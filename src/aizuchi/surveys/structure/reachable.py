"""Which questions somebody can be asked, and which nobody ever is: by trying what can be answered before them.

Of what a question can be answered only those values are tried between which a condition tells a difference: each
choice, a number at, below and above what it is compared with, anything else once. What is left is tried in full, up to
a limit; beyond it a question counts as not known, and nothing is claimed of it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from aizuchi.surveys.structure.conditions import NOT_APPLICABLE, Answer, Answers, list_asked
from aizuchi.surveys.structure.definition import (
    OTHER,
    Comparison,
    Condition,
    Definition,
    Demand,
    Kind,
    SurveyQuestion,
    list_comparisons,
)

MOST_TRIES = 20_000
ANY_WORDS = "\N{REPLACEMENT CHARACTER}"
"""Stands for whatever somebody may write."""


class Reach(StrEnum):
    ALWAYS = "always"
    """Nothing keeps anybody from it."""
    SOMETIMES = "sometimes"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Way:
    reach: Reach
    example: Answers = field(default_factory=dict)
    """With which it is asked, of the questions it depends on; empty where nothing has to be answered."""


def find_reach(definition: Definition) -> dict[str, Reach]:
    """By the code of the question."""
    return {code: way.reach for code, way in find_ways(definition).items()}


def find_ways(definition: Definition) -> dict[str, Way]:
    """By the code of the question, in order."""
    questions = {question.code: question for question in definition.list_questions()}
    own = _conditions(definition)
    return {code: _find_way(definition, code, questions, own) for code in questions}


def _find_way(
    definition: Definition, code: str, questions: Mapping[str, SurveyQuestion], own: Mapping[str, tuple[Condition, ...]]
) -> Way:
    if not own[code]:
        return Way(Reach.ALWAYS)
    needed = _needed(code, own)
    comparisons = [one for name in (*needed, code) for condition in own[name] for one in list_comparisons(condition)]
    example: Answers | None = None
    missed = False
    order = [name for name in questions if name in needed]
    for tries, answers in enumerate(_all_answers([questions[name] for name in order], comparisons)):
        if tries >= MOST_TRIES:
            return Way(Reach.UNKNOWN) if example is None else Way(Reach.SOMETIMES, example)
        reached = list_asked(definition, answers)
        if _leaves_a_gap(reached, answers, needed):
            continue
        is_asked = any(question.code == code for question in reached)
        missed = missed or not is_asked
        if is_asked and example is None:
            example = answers
        if example is not None and missed:
            return Way(Reach.SOMETIMES, example)
    return Way(Reach.NEVER) if example is None else Way(Reach.ALWAYS)


def _conditions(definition: Definition) -> dict[str, tuple[Condition, ...]]:
    """A question stands under its section's condition too."""
    return {
        question.code: tuple(one for one in (section.condition, question.condition) if one is not None)
        for section in definition.sections
        for question in section.questions
    }


def _needed(code: str, own: Mapping[str, tuple[Condition, ...]]) -> set[str]:
    """Questions on whose answers it depends, through as many steps as there are."""
    found: set[str] = set()
    open_: list[str] = [code]
    while open_:
        for condition in own[open_.pop()]:
            new = {one.question for one in list_comparisons(condition)} & own.keys()
            open_ += new - found
            found |= new
    return found - {code}


def _leaves_a_gap(reached: Iterable[SurveyQuestion], answers: Mapping[str, Answer], needed: set[str]) -> bool:
    """Nobody gets past a required question without an answer."""
    return any(
        question.demand == Demand.REQUIRED and question.code in needed and question.code not in answers
        for question in reached
    )


def _all_answers(questions: list[SurveyQuestion], comparisons: list[Comparison]) -> Iterator[dict[str, Answer]]:
    if not questions:
        yield {}
        return
    *before, last = questions
    for answers in _all_answers(before, comparisons):
        for value in _values(last, [one for one in comparisons if one.question == last.code]):
            yield answers if value is None else {**answers, last.code: value}


def _values(question: SurveyQuestion, comparisons: list[Comparison]) -> list[Answer | None]:
    """None is to leave it empty."""
    compared = [one.value for one in comparisons if one.value is not None]
    not_applicable: list[Answer | None] = [NOT_APPLICABLE] if question.may_not_apply else []
    match question.kind:
        case Kind.INFORMATION:
            return [None]
        case Kind.SCALE | Kind.SINGLE:
            other: list[Answer | None] = [OTHER] if question.takes_other else []
            return [None, *not_applicable, *[choice.code for choice in question.offered], *other]
        case Kind.NUMBER | Kind.ZERO_TO_TEN:
            return [None, *not_applicable, *_numbers(question, [one for one in compared if isinstance(one, Decimal)])]
        case Kind.DATE:
            days = {one + timedelta(step) for one in compared if isinstance(one, date) for step in (-1, 0, 1)}
            return [None, *sorted(days or {date(2000, 1, 1)})]
        case Kind.MULTIPLE:
            return [None, *_sets(question, _named(comparisons))]
        case Kind.RANKING:
            codes = tuple(choice.code for choice in question.offered)
            return [None, codes]
        case Kind.MATRIX:
            return [None, *_rows(question, _named(comparisons))]
        case _:
            return [
                None,
                *dict.fromkeys([*(one for one in compared if isinstance(one, str)), ANY_WORDS]),
            ]


def _named(comparisons: list[Comparison]) -> list[str]:
    return list(dict.fromkeys(one.value for one in comparisons if isinstance(one.value, str)))


def _numbers(question: SurveyQuestion, compared: list[Decimal]) -> list[Answer]:
    least = Decimal(0) if question.kind == Kind.ZERO_TO_TEN else question.least
    most = Decimal(10) if question.kind == Kind.ZERO_TO_TEN else question.most
    step = Decimal(1) if question.kind == Kind.ZERO_TO_TEN else Decimal("0.001")
    found = {one + part for one in compared for part in (-step, Decimal(0), step)}
    found |= {one for one in (least, most) if one is not None} or {Decimal(0)}
    inside = sorted(one for one in found if (least is None or one >= least) and (most is None or one <= most))
    return list(inside)


def _sets(question: SurveyQuestion, named: list[str]) -> Iterator[Answer]:
    """All sets of the choices that conditions name, with and without one of the others."""
    offered = {choice.code for choice in question.offered}
    mattering = [code for code in named if code in offered]
    others = sorted(offered - set(mattering))[:1] or ([OTHER] if question.takes_other else [])
    pool = [*mattering, *others]
    for number in range(1, 2 ** len(pool)):
        yield frozenset(code for place, code in enumerate(pool) if number >> place & 1)


def _rows(question: SurveyQuestion, named: list[str]) -> Iterator[Answer]:
    """Each row that is named with each step, or empty."""
    rows = [row.code for row in question.rows if any(one.startswith(f"{row.code}:") for one in named)]
    found: list[frozenset[str]] = [frozenset()]
    for row in rows:
        found = [one | extra for one in found for extra in _cells(question, row)]
    rest = next((row.code for row in question.rows if row.code not in rows), None)
    if rest is not None and question.offered:
        found += [one | {f"{rest}:{question.offered[0].code}"} for one in found]
    yield from (one for one in found if one)


def _cells(question: SurveyQuestion, row: str) -> list[frozenset[str]]:
    return [frozenset(), *(frozenset({f"{row}:{step.code}"}) for step in question.offered)]
