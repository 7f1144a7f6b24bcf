"""What stands in a result for itself: a question, or a row of a matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from aizuchi.surveys.structure import Choice, Definition, Kind, SurveyQuestion, Words
from aizuchi.surveys.structure.definition import OTHER

ELEVEN = tuple(Choice(str(number), Words(ja=str(number), en=str(number))) for number in range(11))
IN_ONES_OWN_WORDS = Choice(OTHER, Words(ja="そのほか", en="Something else"))
COUNTED = frozenset({Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING, Kind.ZERO_TO_TEN})
"""A number or a day can be anybody's own: it is not told how often each was given."""
_IN_STEPS = frozenset({Kind.SCALE, Kind.MATRIX, Kind.ZERO_TO_TEN})


@dataclass(frozen=True)
class ResultLine:
    question: SurveyQuestion
    row: Choice | None = None

    @property
    def key(self) -> str:
        """The same through all versions of a survey."""
        return f"{self.question.code}:{self.row.code}" if self.row else self.question.code

    @property
    def words(self) -> Words:
        return self.row.words if self.row else self.question.words

    @property
    def theme(self) -> str:
        return self.question.theme

    @property
    def has_steps(self) -> bool:
        """Its answers lie in an order, so that they have a mean and a favourable side."""
        return self.question.kind in _IN_STEPS

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Also those that are no longer offered: they may have been chosen before."""
        if self.question.kind == Kind.ZERO_TO_TEN:
            return ELEVEN
        return (*self.question.choices, *([IN_ONES_OWN_WORDS] if self.question.takes_other else []))

    @cached_property
    def scores(self) -> dict[str, int]:
        first = 0 if self.question.kind == Kind.ZERO_TO_TEN else 1
        return {choice.code: score for score, choice in enumerate(self.choices, start=first)}

    @cached_property
    def favourable(self) -> frozenset[str]:
        """Answers beyond the middle, on the side that is meant to be good."""
        in_order = self.choices[::-1] if self.question.is_reversed else self.choices
        return (
            frozenset(choice.code for choice in in_order[(len(in_order) + 1) // 2 :]) if self.has_steps else frozenset()
        )

    @property
    def borders(self) -> list[int]:
        """Between which of its answers they are parted best: where the favourable ones begin, then where the others
        do, then from the middle outwards. `2` lies between the second and the third."""
        number = len(self.choices)
        first, second = (number + 1) // 2, number // 2
        if self.question.is_reversed:
            first, second = second, first
        return sorted(range(1, number), key=lambda one: (one != first, one != second, abs(2 * one - number)))

    def is_comparable(self, other: "ResultLine") -> bool:
        """Whether the same was asked, and the same could be answered."""
        return (
            self.key == other.key
            and self.question.kind == other.question.kind
            and self.question.is_reversed == other.question.is_reversed
            and [choice.code for choice in self.choices] == [choice.code for choice in other.choices]
        )


def list_lines(definition: Definition) -> Iterator[ResultLine]:
    for question in definition.list_questions():
        if question.kind == Kind.MATRIX:
            yield from (ResultLine(question, row) for row in question.rows)
        elif question.kind in COUNTED:
            yield ResultLine(question)
