"""Small surveys for tests, in as few words as they need."""

from collections.abc import Iterable
from typing import Any

from aizuchi.surveys.structure import (
    AllOf,
    AnyOf,
    Choice,
    Comparison,
    Condition,
    Definition,
    Kind,
    Operator,
    Section,
    SurveyQuestion,
    Words,
)


def words(text: str) -> Words:
    return Words(ja=text, en=text)


def steps(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, words(code)) for code in codes)


FIVE = steps("1", "2", "3", "4", "5")


def question(code: str, kind: Kind = Kind.SCALE, **more: Any) -> SurveyQuestion:
    if kind in {Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX}:
        more.setdefault("choices", FIVE)
    if kind == Kind.MATRIX:
        more.setdefault("rows", steps("a", "b"))
    return SurveyQuestion(code=code, kind=kind, words=words(code), **more)


def survey(*questions: SurveyQuestion, **more: Any) -> Definition:
    return Definition(title=words("a survey"), sections=(Section(code="all", questions=questions),), **more)


def when(code: str, operator: Operator, value: Any = None) -> Comparison:
    return Comparison(code, operator, value)


def all_of(conditions: Iterable[Condition]) -> AllOf:
    return AllOf(tuple(conditions))


def any_of(conditions: Iterable[Condition]) -> AnyOf:
    return AnyOf(tuple(conditions))
