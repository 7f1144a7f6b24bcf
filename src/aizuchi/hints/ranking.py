"""How useful a hint is, from few answers.

Of the people a hint was shown to on a day, a share is helped by it. What we believe of that share is a Beta
distribution, which begins at what hints of the same topic achieve. A list is sorted by its tenth percentile, so that a
hint stands high once it has helped, not because it happened to help once. One place goes to a hint drawn by its chance
of being the best of its cell (Thompson sampling, with the chances worked out beforehand so that a page draws from known
probabilities).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

PRIOR_WEIGHT = 20.0  # a topic's average counts as much as twenty showings
FIRST_GUESS, FIRST_WEIGHT = 0.08, 50.0  # before anything is known about a topic
TENTH = 0.1
DRAWS = 1000
SEED = 20
ALONE_EXPLORES = 0.2

T = TypeVar("T")


@dataclass(frozen=True)
class Count:
    shown: int
    helped: int


@dataclass(frozen=True)
class Weight:
    low: float
    chance: float


def rank(cells: Sequence[Sequence[Count]]) -> list[list[Weight]]:
    """All cells of one topic at once, because they share its prior. The same counts always weigh the same."""
    import numpy as np  # a second to load, and only the job that weighs needs them
    from scipy.special import betaincinv

    helped_in_topic, missed_in_topic = topic_prior(cells)
    rng = np.random.default_rng(SEED)
    weights = []
    for cell in cells:
        shown = np.array([max(count.shown, count.helped) for count in cell], dtype=float)
        helped = np.array([count.helped for count in cell], dtype=float)
        alpha, beta = helped_in_topic + helped, missed_in_topic + shown - helped
        low = betaincinv(alpha, beta, TENTH)
        chances = _chances(rng.beta(alpha, beta, size=(DRAWS, len(cell))), leader=int(low.argmax()))
        weights.append([Weight(float(one), chance) for one, chance in zip(low, chances, strict=True)])
    return weights


def _chances(draws: "np.ndarray[Any, Any]", *, leader: int) -> list[float]:
    """Of each to be the best. Those behind the leader share what it leaves by their chance to be second to it.

    Nobody is ever out of the draw.
    """
    rounds, number = draws.shape
    if number == 1:
        return [1.0]
    wins = float((draws.argmax(axis=1) == leader).sum() + 0.5) / (rounds + 1)
    behind = draws.copy()
    behind[:, leader] = -1
    seconds = [float((behind.argmax(axis=1) == place).sum()) + 0.5 for place in range(number)]
    left = (1 - wins) / (sum(seconds) - seconds[leader])
    return [wins if place == leader else left * second for place, second in enumerate(seconds)]


def topic_prior(cells: Sequence[Sequence[Count]]) -> tuple[float, float]:
    """Alpha and beta of what we believe of a hint of this topic before anybody tried it."""
    shown = sum(max(count.shown, count.helped) for cell in cells for count in cell)
    helped = sum(count.helped for cell in cells for count in cell)
    share = (helped + FIRST_GUESS * FIRST_WEIGHT) / (shown + FIRST_WEIGHT)
    return share * PRIOR_WEIGHT, (1 - share) * PRIOR_WEIGHT


def choose(ranked: Sequence[tuple[T, float]], *, limit: int, rng: random.Random) -> list[tuple[T, float]]:
    """Which to show, each with the probability of being shown here.

    `ranked` is sorted by usefulness, with each one's chance. All places but the last go to the most useful; the last
    one explores. A list of one explores now and then.
    """
    if len(ranked) <= limit:
        return [(one, 1.0) for one, _ in ranked]
    if limit == 1:
        return [_choose_one(ranked, rng)]
    best, rest = ranked[: limit - 1], ranked[limit - 1 :]
    return [(one, 1.0) for one, _ in best] + [draw(rest, rng=rng)]


def draw(ranked: Sequence[tuple[T, float]], *, rng: random.Random) -> tuple[T, float]:
    total = sum(chance for _, chance in ranked)
    chosen, chance = rng.choices(ranked, weights=[chance for _, chance in ranked])[0]
    return chosen, chance / total


def _choose_one(ranked: Sequence[tuple[T, float]], rng: random.Random) -> tuple[T, float]:
    total = sum(chance for _, chance in ranked)
    weights = [ALONE_EXPLORES * chance / total for _, chance in ranked]
    weights[0] += 1 - ALONE_EXPLORES
    place = rng.choices(range(len(ranked)), weights=weights)[0]
    return ranked[place][0], weights[place]
