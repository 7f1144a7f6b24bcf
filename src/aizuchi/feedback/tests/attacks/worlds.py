"""Invented mentors and mentees, whose answers we know, so that a guess can be checked."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from aizuchi.feedback.release import Answer, AnswerCell, AnswerSheet, EligiblePerson

LOW, MIDDLE, HIGH = "low", "middle", "high"


def band_of(rating: int) -> str:
    return LOW if rating <= 2 else MIDDLE if rating == 3 else HIGH


@dataclass
class World:
    """Thirteen weeks of one mentor. Everybody has a leaning of their own, and most answer most of the time."""

    rng: random.Random
    mentees: int
    windows: int = 6
    answering: float = 0.7
    cells_each: int = 0
    """How many topics somebody brings to a 1on1; 0: only the whole is asked about."""
    cell_estimates: list[float] = field(default_factory=list)
    given: list[tuple[int, int, AnswerSheet]] = field(default_factory=list)
    """Who, in which window, what."""
    eligible: list[EligiblePerson] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cell_estimates = self.cell_estimates or [self.rng.gauss(3.6, 0.9) for _ in range(self.mentees)]
        for window in range(self.windows):
            for person in range(self.mentees):
                self._meet(person, window)

    def _meet(self, person: int, window: int) -> None:
        cells = self._choose_cells()
        self.eligible.append(EligiblePerson(_key(person), _key(1000 + window), cells))
        if self.rng.random() < self.answering:
            answers = tuple(self._answer(person, cell) for cell in sorted(cells, key=str))
            self.given.append((person, window, AnswerSheet(_key(1000 + window), answers)))

    def _choose_cells(self) -> frozenset[AnswerCell]:
        """People come back to few topics, and ask for few ways of being met."""
        return frozenset(
            AnswerCell(_key(2000 + _often_small(self.rng, 7)), _key(3000 + _often_small(self.rng, 6)))
            for _ in range(self.cells_each)
        ) or frozenset({AnswerCell()})

    def _answer(self, person: int, cell: AnswerCell) -> Answer:
        rating = min(5, max(1, round(self.rng.gauss(self.cell_estimates[person], 0.7))))
        return Answer(cell, rating, rating)

    @property
    def sheets(self) -> list[AnswerSheet]:
        return [opened for _, _, opened in self.given]

    @property
    def window_keys(self) -> list[uuid.UUID]:
        return [_key(1000 + window) for window in range(self.windows)]


def make_worlds(count: int, *, seed: int, mentees: int, **settings: float) -> Iterator[World]:
    for number in range(count):
        yield World(random.Random(f"{seed}-{number}"), mentees, **settings)  # type: ignore[arg-type]


def _often_small(rng: random.Random, below: int) -> int:
    return min(int(rng.expovariate(0.7)), below - 1)


def _key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)
