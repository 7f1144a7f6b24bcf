"""How much mentors differ, measured from everybody's sums: the nightly step.

By moments: two answers to one mentor have A in common, those about one response also B, those in one cell also G. The
mean product of their distances from the mean is therefore the variance of what they have in common. Some are of the
same person, who says more or less than others; that is in it as often as in what the people one met say on average.
"""

from collections import defaultdict
from collections.abc import Iterable

from aizuchi.feedback.estimation.chain import Spreads
from aizuchi.feedback.estimation.tallies import Means, Tallies, Tally

USUAL = Spreads(within=0.8, mentor=0.06, response=0.04, cell=0.04)
"""What is assumed before anything was measured."""
LEAST = 0.005
TRUSTED_FROM = 30
"""With so many mentors what is measured weighs as much as what is usual."""


class _Shared:
    """The mean product of pairs of answers that have something in common, and from how many mentors it comes."""

    def __init__(self) -> None:
        self.products = self.pairs = 0.0
        self.mentors = 0

    def add(self, products: float, pairs: float) -> None:
        """A mentor counts by answers, not by pairs: else the few with most would stand for all."""
        if pairs > 0:
            weight = pairs**-0.5
            self.products, self.pairs = self.products + products * weight, self.pairs + pairs * weight
            self.mentors += 1

    @property
    def mean(self) -> float:
        return self.products / self.pairs if self.pairs else 0.0


def measure_spreads(mentors: Iterable[Tallies], *, means: Means) -> Spreads:
    """As if TRUSTED_FROM more mentors had shown what is usual: measured on few, a component may even be negative."""
    mentor, response, between, cell, within = (_Shared() for _ in range(5))
    for tallies in mentors:
        exact = {key: tally for key, tally in tallies.items() if key.is_exact}
        mentor.add(*_across(_by_response(tallies, means)))
        response.add(*_sum(_within_response(tallies, means)))
        # Cells have sums of their own where teams are large, so they are compared with others of that kind alone.
        between.add(*_sum(_across(group) for group in _by_topic(exact, means)))
        cell.add(*_sum(_inside(tally, means[key]) for key, tally in exact.items()))
        within.add(*_sum(_scatter(tally) for tally in exact.values()))
    return Spreads(
        within=_mix(within.mean, within.mentors, USUAL.within),
        mentor=_mix(mentor.mean, mentor.mentors, USUAL.mentor),
        response=_mix(response.mean - mentor.mean, min(response.mentors, mentor.mentors), USUAL.response),
        cell=_mix(cell.mean - between.mean, min(cell.mentors, between.mentors), USUAL.cell),
    )


def _mix(measured: float, mentors: int, usual: float) -> float:
    return max((mentors * measured + TRUSTED_FROM * usual) / (mentors + TRUSTED_FROM), LEAST)


def _by_response(tallies: Tallies, means: Means) -> list[tuple[int, float]]:
    """How many answers each response has, and by how much they lie above the mean together."""
    groups: dict[object, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for key, tally in tallies.items():
        if key.response is not None:
            answers, above = groups[key.response]
            groups[key.response] = answers + tally.answers, above + tally.above(means[key])
    return list(groups.values())


def _within_response(tallies: Tallies, means: Means) -> list[tuple[float, float]]:
    """Products and number of all pairs of answers about one response, response by response."""
    above: dict[object, float] = defaultdict(float)
    squares: dict[object, float] = defaultdict(float)
    answers: dict[object, int] = defaultdict(int)
    for key, tally in tallies.items():
        if key.response is not None:
            above[key.response] += tally.above(means[key])
            squares[key.response] += tally.squared_around(means[key])
            answers[key.response] += tally.answers
    return [(above[key] ** 2 - squares[key], answers[key] ** 2 - answers[key]) for key in answers]


def _by_topic(exact: Tallies, means: Means) -> list[list[tuple[int, float]]]:
    """Of each response, topic by topic: how many answers, and by how much they lie above the mean together."""
    groups: dict[object, list[tuple[int, float]]] = defaultdict(list)
    for key, tally in exact.items():
        groups[key.response].append((tally.answers, tally.above(means[key])))
    return list(groups.values())


def _across(groups: list[tuple[int, float]]) -> tuple[float, float]:
    """Products and number of all pairs of answers from two different groups."""
    answers, above = sum(count for count, _ in groups), sum(value for _, value in groups)
    return (
        above**2 - sum(value**2 for _, value in groups),
        answers**2 - sum(count**2 for count, _ in groups),
    )


def _inside(tally: Tally, mean: float) -> tuple[float, float]:
    """Products and number of all pairs of two answers in one cell."""
    return tally.above(mean) ** 2 - tally.squared_around(mean), tally.answers**2 - tally.answers


def _scatter(tally: Tally) -> tuple[float, float]:
    """Squares around the cell's own mean, and its degrees of freedom."""
    if not tally.answers:
        return 0.0, 0.0
    return tally.squares - tally.total**2 / tally.answers, tally.answers - 1


def _sum(parts: Iterable[tuple[float, float]]) -> tuple[float, float]:
    listed = list(parts)
    return sum(first for first, _ in listed), sum(second for _, second in listed)
