"""An invented organization for a year, of which we know what the pages must not tell. Nothing calls the product."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

TOPICS, RESPONSES, WINDOWS, QUARTERS = 7, 6, 26, 4
CELLS = TOPICS * RESPONSES
TEAM_SIZES = np.arange(2, 13)
TEAM_SHARES = np.array([9, 11, 13, 14, 13, 11, 9, 7, 6, 4, 3]) / 100
SPREAD_MENTOR, SPREAD_RESPONSE, SPREAD_CELL, SPREAD_TOPIC, NOISE = 0.25, 0.2, 0.2, 0.2, 0.9
MET_IN_A_FORTNIGHT = 0.9
CHANGES_A_YEAR = 0.15
"""So many mentees are somebody else at the end of the year."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Setting:
    people: int = 120
    leniency: float = 0.5
    """Spread of a mentee's own level, whoever the mentor is."""
    level: float = 3.7
    """What everybody says on average, on the five levels."""
    answering: tuple[float, float] = (0.4, 1.0)
    seed: int = 1


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One row for each cell that somebody may answer about, sorted by mentor."""

    mentor: Ints
    person: Ints
    window: Ints
    response: Ints
    topic: Ints
    is_given: NDArray[np.bool_]
    met: Ints
    moved: Ints
    expected: Floats
    """What this person would say on average."""
    level: Floats
    """By how much this person says more than others, whoever the mentor is."""

    @property
    def quarter(self) -> Ints:
        return self.window * QUARTERS // WINDOWS


@dataclass(frozen=True, kw_only=True)
class World:
    setting: Setting
    mentors: int
    above: Floats
    """mentor × topic × response: by how much a mentor is above everybody, for mentees of a usual level."""
    latent: Floats
    """mentor × topic × response"""
    asked: Asked

    @cached_property
    def teams(self) -> list[NDArray[np.int64]]:
        """The rows of each mentor."""
        borders = np.searchsorted(self.asked.mentor, np.arange(self.mentors + 1))
        return [np.arange(one, two) for one, two in pairwise(borders)]


def make_world(setting: Setting) -> World:
    rng = np.random.default_rng([setting.seed, setting.people])
    sizes = _choose_team_sizes(rng, setting.people)
    mentors = len(sizes)
    usual = setting.level + rng.normal(0, SPREAD_TOPIC, (TOPICS, RESPONSES))
    latent = (
        usual
        + rng.normal(0, SPREAD_MENTOR, (mentors, 1, 1))
        + rng.normal(0, SPREAD_RESPONSE, (mentors, 1, RESPONSES))
        + rng.normal(0, SPREAD_CELL, (mentors, TOPICS, RESPONSES))
    )
    scatter = float(np.hypot(NOISE, setting.leniency))
    shown = expected_level(latent, scatter)
    average = shown.mean(axis=0)
    return World(
        setting=setting,
        mentors=mentors,
        above=shown - average,
        latent=latent,
        asked=_meet(rng, setting, sizes, latent),
    )


def make_worlds(setting: Setting, repeat: int) -> Iterator[World]:
    for number in range(repeat):
        yield make_world(
            Setting(**{**setting.__dict__, "seed": setting.seed + 1000 * number}),
        )


def expected_level(latent: Floats, noise: float) -> Floats:
    """What five levels show on average of a latent opinion."""
    return np.asarray(1 + sum(norm.sf((edge - latent) / noise) for edge in (1.5, 2.5, 3.5, 4.5)))


def _choose_team_sizes(rng: np.random.Generator, people: int) -> Ints:
    sizes = rng.choice(TEAM_SIZES, size=people, p=TEAM_SHARES)
    return sizes[: int(np.searchsorted(np.cumsum(sizes), people)) + 1]


def _meet(rng: np.random.Generator, setting: Setting, sizes: Ints, latent: Floats) -> Asked:
    """Everybody meets their mentor nearly every fortnight and brings one to three topics."""
    places = int(sizes.sum())
    mentor_of = np.repeat(np.arange(len(sizes)), sizes)
    popular = rng.dirichlet(np.full(CELLS, 1.0))
    person = np.arange(places)[:, None] + np.zeros(WINDOWS, dtype=int)
    changes = np.where(rng.random(places) < CHANGES_A_YEAR, rng.integers(1, WINDOWS, places), WINDOWS)
    person += places * (np.arange(WINDOWS) >= changes[:, None])
    wishes = np.log(np.maximum(rng.gamma(8 * popular + 0.05, size=(2 * places, CELLS)), 1e-12))
    level = rng.normal(0, setting.leniency, 2 * places)
    rate = rng.uniform(*setting.answering, 2 * places)

    place, window = np.nonzero(rng.random((places, WINDOWS)) < MET_IN_A_FORTNIGHT)
    who = person[place, window]
    ranked = np.argsort(-(wishes[who] + rng.gumbel(size=(len(who), CELLS))), axis=1)[:, :3]
    brought = np.arange(3) < rng.integers(1, 4, len(who))[:, None]
    meeting, rank = np.nonzero(brought)
    topic, response = np.divmod(ranked[meeting, rank], RESPONSES)
    mentor, who_asked = mentor_of[place][meeting], who[meeting]
    opinion = latent[mentor, topic, response] + level[who_asked]
    shared = rng.normal(0, NOISE * 0.7**0.5, len(opinion))
    own = NOISE * 0.3**0.5
    return Asked(
        mentor=mentor,
        person=who_asked,
        window=window[meeting],
        response=response,
        topic=topic,
        is_given=(rng.random(len(who)) < rate[who])[meeting],
        met=_rate(opinion + shared + rng.normal(0, own, len(opinion))),
        moved=_rate(opinion - 0.1 + shared + rng.normal(0, own, len(opinion))),
        expected=expected_level(opinion, NOISE),
        level=level[who_asked],
    )


def _rate(latent: Floats) -> Ints:
    return np.clip(np.rint(latent), 1, 5).astype(np.int64)
