"""People who could be mentees and mentors, made up: what they want and offer, where they work, whom they wish for.

Most look for the same few topics, and a few mentors are wished for by many, as it is in life.
"""

from dataclasses import dataclass

import numpy as np

from aizuchi.programs.matching import Candidates, Problem, find_candidates
from aizuchi.programs.matching.candidates import BEST
from aizuchi.programs.matching.parts import Alike, InCommon, KindTable, Lead, RankedWishes, ScorePart
from aizuchi.programs.matching.rules import Forbidden, Other, Rule

TOPICS, WAYS, LANGUAGES, HOURS, QUESTIONS, UNITS = 12, 4, 6, 20, 6, 40
MOST_WISHES = 5
Wished = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Who, whom, and as which wish."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Company:
    mentees: int
    mentors: int
    capacity: np.ndarray
    parts: list[ScorePart]
    rules: list[Rule]
    wishes: dict[str, Wished]

    def find_candidates(self, *, best: int = BEST) -> Candidates:
        return find_candidates(
            mentees=self.mentees,
            mentors=self.mentors,
            capacity=self.capacity,
            parts=self.parts,
            rules=self.rules,
            best=best,
        )

    def make_problem(self, found: Candidates) -> Problem:
        mentor, mentee, rank = self.wishes["mentor"]
        return found.make_problem(
            capacity=self.capacity,
            mentee_rank=found.ranks(*self.wishes["mentee"]),
            mentor_rank=found.ranks(mentee, mentor, rank),
        )


def make_company(mentees: int, mentors: int, *, seed: int) -> Company:
    rng = np.random.default_rng(seed)
    wishes = {"mentee": _wish(rng, mentees, mentors), "mentor": _wish(rng, mentors, mentees)}
    units = rng.integers(0, UNITS, mentees), rng.integers(0, UNITS, mentors)
    return Company(
        mentees=mentees,
        mentors=mentors,
        capacity=spread_places(rng, mentees, mentors),
        parts=_make_parts(rng, mentees, mentors, wishes, units),
        rules=[
            Other("unit", *units),
            Forbidden("line", np.arange(mentees), rng.integers(0, mentors, mentees)),
            Forbidden("veto", np.arange(mentees), rng.integers(0, mentors, mentees), hidden=True),
        ],
        wishes=wishes,
    )


def spread_places(rng: np.random.Generator, mentees: int, mentors: int) -> np.ndarray:
    """As many places as mentees, and a tenth more."""
    capacity = np.full(mentors, int(1.1 * mentees) // mentors)
    capacity[rng.permutation(mentors)[: int(1.1 * mentees) - capacity.sum()]] += 1
    return capacity


def _wish(rng: np.random.Generator, people: int, others: int) -> Wished:
    """Half have no wish, and wishes go to those who are known more than to others."""
    who = np.repeat(rng.permutation(people)[: people // 2], MOST_WISHES)
    rank = np.tile(np.arange(1, MOST_WISHES + 1), people // 2)
    whom = (others * rng.random(len(who)) ** 2).astype(np.int64)
    _, first = np.unique(who * np.int64(others) + whom, return_index=True)
    return who[first], whom[first], rank[first]


def _make_parts(
    rng: np.random.Generator,
    mentees: int,
    mentors: int,
    wishes: dict[str, Wished],
    units: tuple[np.ndarray, np.ndarray],
) -> list[ScorePart]:
    by_mentee, by_mentor = wishes["mentee"], wishes["mentor"]
    both = {"mentees": mentees, "mentors": mentors}
    near = np.abs(np.subtract.outer(np.arange(UNITS), np.arange(UNITS))) / UNITS

    def things(many: int, wanted: int, offered: int) -> dict[str, np.ndarray]:
        return {"mentee": _some(rng, mentees, many, wanted), "mentor": _some(rng, mentors, many, offered)}

    return [
        RankedWishes(
            name="wish of the mentee",
            weight=3,
            for_mentee=1,
            pair_mentee=by_mentee[0],
            pair_mentor=by_mentee[1],
            rank=by_mentee[2],
            **both,
        ),
        RankedWishes(
            name="wish of the mentor",
            weight=2,
            for_mentee=0,
            pair_mentee=by_mentor[1],
            pair_mentor=by_mentor[0],
            rank=by_mentor[2],
            **both,
        ),
        InCommon(name="topics", weight=3, **things(TOPICS * WAYS, 3, 9)),
        InCommon(name="languages", weight=1, enough=1, **things(LANGUAGES, 1, 2)),
        InCommon(name="times", weight=1, enough=2, **things(HOURS, 6, 6)),
        Alike(
            name="answers",
            weight=1,
            mentee=rng.integers(-1, 3, (mentees, QUESTIONS)),
            mentor=rng.integers(-1, 3, (mentors, QUESTIONS)),
        ),
        Lead(
            name="career",
            weight=1,
            mentee=rng.integers(1, 12, mentees).astype(np.float32),
            mentor=rng.integers(6, 30, mentors).astype(np.float32),
            wished=8,
            reach=10,
        ),
        KindTable(name="unit", weight=1, mentee=units[0], mentor=units[1], worth=near.astype(np.float32)),
    ]


def _some(rng: np.random.Generator, people: int, things: int, each: int) -> np.ndarray:
    """bool[people, things]: about so many things of everybody, some much more than others."""
    liking = np.linspace(2, 0.2, things)
    return rng.random((people, things)) < each / things * liking / liking.mean()
