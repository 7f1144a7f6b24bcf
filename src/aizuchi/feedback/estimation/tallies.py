"""What estimates are made from: sums of released blocks. Nothing here knows a table."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

USUAL = 3.7
USUAL_WITHIN, USUAL_APART = 0.8, 0.04
"""Variances assumed as long as little is known: of answers in one cell, and of means around those one level up."""
KNOWN_FROM = 10
"""With so many means what is measured weighs as much as what is usual."""
FAMILIAR = 5
"""So many answers weigh as much as what is known one level up."""


class MentorCell(NamedTuple):
    """Where a block counts. Without a topic: a response in general; with neither: this mentor in general."""

    topic: Hashable | None
    response: Hashable | None

    @property
    def is_exact(self) -> bool:
        return self.topic is not None

    @property
    def general(self) -> "MentorCell":
        """The same response on any topic."""
        return MentorCell(None, self.response)


OVERALL = MentorCell(None, None)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers, their sum, and the sum of their squares; the five levels count 1 to 5."""

    answers: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, histogram: Iterable[int]) -> Self:
        """From how often each of the five levels was chosen, the lowest first."""
        counts = list(enumerate(histogram, start=1))
        return cls(
            answers=sum(count for _, count in counts),
            total=sum(level * count for level, count in counts),
            squares=sum(level * level * count for level, count in counts),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.answers + other.answers, self.total + other.total, self.squares + other.squares)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.answers - other.answers, self.total - other.total, self.squares - other.squares)

    def above(self, mean: float) -> float:
        """By how much the answers together lie above so many times the mean."""
        return self.total - self.answers * mean

    def squared_around(self, mean: float) -> float:
        return self.squares - 2 * mean * self.total + self.answers * mean * mean


Tallies = Mapping[MentorCell, Tally]


class Means:
    """What an organization answers on average: in a cell, to a response, to anything.

    Where little is known, or nothing may be told, the mean one level up fills in.
    """

    def __init__(self, sums: Tallies) -> None:
        """From what stands in each cell alone."""
        inclusive: dict[MentorCell, Tally] = defaultdict(Tally)
        for cell, tally in sums.items():
            for level in {cell, cell.general, OVERALL}:
                inclusive[level] += tally
        self._fill(inclusive)

    @classmethod
    def told(cls, inclusive: Tallies) -> Self:
        """From what may be told of each level with all that lies below it, so that nothing concluded from it gives a
        colleague away."""
        means = cls({})
        means._fill(inclusive)
        return means

    def _fill(self, inclusive: Tallies) -> None:
        self._everything = _blend(inclusive.get(OVERALL, Tally()), USUAL)
        self._general = {
            cell: _blend(tally, self._everything)
            for cell, tally in inclusive.items()
            if not cell.is_exact and cell != OVERALL
        }
        self._exact = {cell: tally for cell, tally in inclusive.items() if cell.is_exact}
        self.of_topics = _measure_apart([(tally, self._general_of(cell)) for cell, tally in self._exact.items()])
        self.of_responses = _measure_apart(
            [(inclusive[cell], self._everything) for cell in self._general if inclusive[cell].answers]
        )

    def __getitem__(self, cell: MentorCell) -> float:
        general = self._general_of(cell)
        return _blend(self._exact[cell], general) if cell in self._exact else general

    def _general_of(self, cell: MentorCell) -> float:
        return self._general.get(cell.general, self._everything)

    def unknown(self, cell: MentorCell) -> float:
        """The variance of what is not known of a cell's own mean, because one a level up stands in for it."""
        if cell in self._exact or cell == OVERALL:
            return 0.0
        of_response = 0.0 if cell.general in self._general else self.of_responses
        return of_response + (self.of_topics if cell.is_exact else 0.0)


def _measure_apart(means: Collection[tuple[Tally, float]]) -> float:
    """The variance of true means around the ones a level up, without what chance adds to them."""
    answers = sum(tally.answers for tally, _ in means)
    squares = sum(tally.above(above) ** 2 / tally.answers - USUAL_WITHIN for tally, above in means)
    measured = max(squares / answers, 0.0) if answers else 0.0
    return (len(means) * measured + KNOWN_FROM * USUAL_APART) / (len(means) + KNOWN_FROM)


def _blend(tally: Tally, elsewhere: float) -> float:
    return (tally.total + FAMILIAR * elsewhere) / (tally.answers + FAMILIAR)


def add_up(many: Iterable[Tallies]) -> dict[MentorCell, Tally]:
    """What several mentors have together."""
    together: dict[MentorCell, Tally] = defaultdict(Tally)
    for tallies in many:
        for cell, tally in tallies.items():
            together[cell] += tally
    return dict(together)
