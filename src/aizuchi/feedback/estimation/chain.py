"""From a mentor's sums to where they meet people well: the estimate for a topic and response, and how sure it is.

An answer lies above or below its organization's mean because of the mentor (A), of how this mentor gives that response
(B), of this very cell (G), and by chance. Each is normal with a spread that the nightly job measures. That is a tree:
mentor, response, cell. What a block says travels up it once and down once, so every posterior is exact and a new block
changes one leaf and its path. A coarse block hangs where its level is and says nothing about anything finer.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

from aizuchi.feedback.estimation.tallies import OVERALL, Means, MentorCell, Tallies, Tally

CLEARLY = 0.15
SURE = 0.8
BAR = 0.8
SAME_PEOPLE = 2
"""The same few people come back to a topic: there an answer says as much as half a one of different people."""
STRONG, WEAK, UNCLEAR = "strong", "weak", "unclear"


@dataclass(frozen=True, kw_only=True)
class Spreads:
    """Variances: of answers within one cell, between mentors, between responses of a mentor, between their cells."""

    within: float
    mentor: float
    response: float
    cell: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """On the scale of the five levels, 1 to 5."""

    mean: float
    deviation: float
    """From the organization's mean."""
    spread: float
    """Standard deviation of what is not known."""

    @property
    def bar(self) -> tuple[float, float]:
        """Where it lies with a probability of 80 %."""
        reach = NormalDist().inv_cdf((1 + BAR) / 2) * self.spread
        return self.mean - reach, self.mean + reach

    @property
    def call(self) -> str:
        """Strong or weak only where that is probable; never said on a hunch."""
        unknown = NormalDist(self.deviation, self.spread)
        if 1 - unknown.cdf(CLEARLY) >= SURE:
            return STRONG
        if unknown.cdf(-CLEARLY) >= SURE:
            return WEAK
        return UNCLEAR


class Belief(NamedTuple):
    """A normal distribution as precision and precision times mean, so that what is independent simply adds up."""

    precision: float = 0.0
    weight: float = 0.0

    def __add__(self, other: "Belief") -> "Belief":  # type: ignore[override]  # no tuple to append to
        return Belief(self.precision + other.precision, self.weight + other.weight)

    def __sub__(self, other: "Belief") -> "Belief":
        return Belief(self.precision - other.precision, self.weight - other.weight)

    def widen(self, variance: float) -> "Belief":
        """What it says about something that differs from it by so much."""
        kept = 1 / (1 + self.precision * variance)
        return Belief(self.precision * kept, self.weight * kept)


class Chain:
    """What is known about one mentor."""

    def __init__(self, tallies: Tallies, *, means: Means, spreads: Spreads) -> None:
        self._means, self._spreads = means, spreads
        self._seen = {cell: self._see(cell, tally) for cell, tally in tallies.items()}
        self._heard: dict[object, Belief] = {}
        for cell, seen in self._seen.items():
            if cell != OVERALL:
                self._heard[cell.response] = self._heard.get(cell.response, Belief()) + seen.widen(spreads.cell)
        general = self._seen.get(OVERALL, Belief()).widen(spreads.response)
        self._mentor = Belief(1 / spreads.mentor) + general
        for heard in self._heard.values():
            self._mentor += heard.widen(spreads.response)

    def estimate(self, cell: MentorCell) -> Estimate:
        """For a cell, a response in general (no topic), or the mentor in general (neither).

        Where the organization's own mean of it is not known, the bar contains how far that may be from the one that
        stands in.
        """
        return _estimate(self._know(cell), mean=self._means[cell], unknown=self._means.unknown(cell))

    def infer(self, cell: MentorCell) -> Estimate:
        """What is said of a cell by its response on any topic: the number of that, and a bar for this topic, which
        contains how topics differ, for everybody and for this mentor."""
        known = self._know(cell.general)
        unknown = self._spreads.cell + self._means.of_topics + self._means.unknown(cell.general)
        return _estimate(known, mean=self._means[cell.general], unknown=unknown)

    def _know(self, cell: MentorCell) -> Belief:
        if cell == OVERALL:
            return self._mentor
        heard = self._heard.get(cell.response, Belief())
        others = self._mentor - heard.widen(self._spreads.response)
        response = others.widen(self._spreads.response) + heard
        if not cell.is_exact:
            return response
        seen = self._seen.get(cell, Belief())
        return (response - seen.widen(self._spreads.cell)).widen(self._spreads.cell) + seen

    def _see(self, cell: MentorCell, tally: Tally) -> Belief:
        within = self._spreads.within * (SAME_PEOPLE if cell.is_exact else 1)
        return Belief(tally.answers / within, tally.above(self._means[cell]) / within)


def _estimate(known: Belief, *, mean: float, unknown: float) -> Estimate:
    deviation = known.weight / known.precision
    return Estimate(mean=mean + deviation, deviation=deviation, spread=math.sqrt(1 / known.precision + unknown))
