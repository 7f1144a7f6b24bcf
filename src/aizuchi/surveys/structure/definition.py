"""Of what a survey is made. What a file may hold is said here too, beside each part: `exchange/document.py` asks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, with_config

MOST_QUESTIONS = 200
MOST_SECTIONS = 40
MOST_CHOICES = 60
MOST_COMPARISONS = 12
LONGEST_NAME = 60
CONDITION = "condition"
"""Theme of questions on how somebody is: nobody is asked them by name."""
OTHER = "other"
"""Code of a choice in one's own words."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]

strict = with_config(ConfigDict(extra="forbid"))
"""A name that is not known is refused, not passed over."""


@strict
@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages; a missing one is empty."""

    ja: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The other language's rather than nothing."""
        return (self.en or self.ja) if language == "en" else (self.ja or self.en)

    @property
    def missing(self) -> tuple[str, ...]:
        """Languages that have nothing while the other has something."""
        if not (self.ja or self.en):
            return ()
        return tuple(name for name, text in (("ja", self.ja), ("en", self.en)) if not text)


class Kind(StrEnum):
    SCALE = "scale"
    """Steps in an order, each with its words."""
    SINGLE = "single"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    """One scale for several rows."""
    RANKING = "ranking"
    ZERO_TO_TEN = "zero_to_ten"
    NUMBER = "number"
    DATE = "date"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    INFORMATION = "information"
    """A text to read; asks nothing."""


class Demand(StrEnum):
    FREE = "free"
    ASKED_ONCE = "asked_once"
    """Left empty it is pointed at once, and may stay empty."""
    REQUIRED = "required"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    INCLUDES = "includes"
    """One of several choices, or on a matrix `row:step`."""
    INCLUDES_NOT = "includes_not"
    IS_ANSWERED = "is_answered"
    IS_NOT_ANSWERED = "is_not_answered"


Value = str | Decimal | date | None


@strict
@dataclass(frozen=True, slots=True)
class Comparison:
    question: Code
    """Code of a question that comes before."""
    operator: Operator
    value: Value = None


@strict
@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: Annotated[tuple["Condition", ...], Field(alias="all", max_length=MOST_COMPARISONS)]


@strict
@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: Annotated[tuple["Condition", ...], Field(alias="any", max_length=MOST_COMPARISONS)]


Condition = Comparison | AllOf | AnyOf


def list_comparisons(condition: Condition | None) -> Iterator[Comparison]:
    match condition:
        case Comparison():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from list_comparisons(part)


@strict
@dataclass(frozen=True, slots=True)
class Choice:
    code: Code
    words: Words
    is_retired: bool = False
    """No longer offered; answers that have it keep their meaning."""


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    code: Code
    """The same through all versions of a survey, so that they can be compared."""
    kind: Kind
    words: Words
    explanation: Words = Words()
    choices: Annotated[tuple[Choice, ...], Field(max_length=MOST_CHOICES)] = ()
    """Of a scale and of a matrix: the steps, lowest first."""
    rows: Annotated[tuple[Choice, ...], Field(max_length=MOST_CHOICES)] = ()
    """Of a matrix."""
    low: Words = Words()
    high: Words = Words()
    is_reversed: bool = False
    """Agreement is not favourable."""
    may_not_apply: bool = False
    takes_other: bool = False
    """A choice in one's own words."""
    in_random_order: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    demand: Demand = Demand.FREE
    condition: Condition | None = None
    theme: Name = ""
    offers_topic: Name = ""
    """Code of a topic that a low answer offers, to whoever gave it and to nobody else."""

    @property
    def offered(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if not choice.is_retired)

    @property
    def takes_words(self) -> bool:
        """Of one's own, that are read as they are; if only beside the choices."""
        return self.kind in {Kind.SHORT_TEXT, Kind.LONG_TEXT} or self.takes_other

    @property
    def asks(self) -> bool:
        return self.kind != Kind.INFORMATION


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    code: Code
    title: Words = Words()
    condition: Condition | None = None
    questions: Annotated[tuple[SurveyQuestion, ...], Field(max_length=MOST_QUESTIONS)] = ()


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    title: Words
    opening: Words = Words()
    closing: Words = Words()
    sections: Annotated[tuple[Section, ...], Field(max_length=MOST_SECTIONS)] = ()
    sections_in_random_order: bool = False
    languages: tuple[Literal["ja", "en"], ...] = ("ja", "en")

    def list_questions(self) -> Iterator[SurveyQuestion]:
        for section in self.sections:
            yield from section.questions

    @property
    def asks_condition(self) -> bool:
        return any(question.theme == CONDITION for question in self.list_questions())

    def find(self, code: str) -> SurveyQuestion | None:
        return next((question for question in self.list_questions() if question.code == code), None)
