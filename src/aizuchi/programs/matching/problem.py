"""What there is to match."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

UNMATCHED = -1
POINTS_PER_ONE = 10_000
"""Scores are compared and added up in whole ten-thousandths, so that every total is exact."""
MOST = 1_000.0
"""No score lies further from 0."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Everybody who could be matched with somebody. What a hard rule forbids is no pair.

    mentees, mentors: how many there are; they are called by number, from 0
    capacity: int[mentors], how many mentees each takes, those of `locked` included
    pair_mentee, pair_mentor: int[e], who could be matched with whom, in any order, each pair once
    score: float[e], what the pair is worth to both together
    mentee_score, mentor_score: float[e], what it is worth to either; half of `score` where they are not given
    mentee_rank, mentor_rank: int[e], 1 for the first wish of the one for the other, 0 for no wish
    locked: pairs (mentee, mentor) that are given; they need not be candidates, and stand even above the capacity
    mentee_ids, mentor_ids: what decides between equals, whatever the order of rows; without them it is the order
    ruled_out: bool[mentees], whom the rules that are known to all leave nobody

    Raises ValueError for what does not fit together.
    """

    mentees: int
    mentors: int
    capacity: Ints
    pair_mentee: Ints
    pair_mentor: Ints
    score: Floats
    mentee_score: Floats = field(default_factory=lambda: np.zeros(0))
    mentor_score: Floats = field(default_factory=lambda: np.zeros(0))
    mentee_rank: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    mentor_rank: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    locked: Sequence[tuple[int, int]] = ()
    mentee_ids: Sequence[str] = ()
    mentor_ids: Sequence[str] = ()
    ruled_out: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    def __post_init__(self) -> None:
        self._fill_in()
        self._refuse_columns()
        self._refuse_locked()
        for named, many in ((self.mentee_ids, self.mentees), (self.mentor_ids, self.mentors)):
            if named and (len(named) != many or len(set(named)) != many):
                raise ValueError("everybody has an id of their own, or nobody has")

    def _fill_in(self) -> None:
        """What was not given, and everything as numpy has it."""
        empty, score = len(self.score), np.asarray(self.score, dtype=np.float64)
        halves = {"mentee_score": score / 2, "mentor_score": score / 2}
        zeros = np.zeros(empty, dtype=np.int64)
        missing = {**halves, "mentee_rank": zeros, "mentor_rank": zeros}
        for name, otherwise in missing.items():
            if not len(getattr(self, name)):
                object.__setattr__(self, name, otherwise)
        if not len(self.ruled_out):
            object.__setattr__(self, "ruled_out", np.zeros(self.mentees, dtype=np.bool_))
        for name in ("capacity", "pair_mentee", "pair_mentor", "mentee_rank", "mentor_rank"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64))

    def _refuse_columns(self) -> None:
        scores = (self.score, self.mentee_score, self.mentor_score)
        columns = (self.pair_mentee, self.pair_mentor, self.mentee_rank, self.mentor_rank, *scores)
        if len({len(column) for column in columns}) != 1:
            raise ValueError("all columns of pairs have one length")
        if len(self.capacity) != self.mentors or (self.capacity < 0).any():
            raise ValueError("each mentor has a capacity, which is 0 or more")
        if len(self.ruled_out) != self.mentees:
            raise ValueError("ruled_out says it of each mentee")
        for column, many in ((self.pair_mentee, self.mentees), (self.pair_mentor, self.mentors)):
            if len(column) and not (column.min() >= 0 and column.max() < many):
                raise ValueError("a pair names somebody whom there is not")
        if (np.diff(self._keys) == 0).any():
            raise ValueError("each pair stands there once")
        if any(not (np.abs(column) <= MOST).all() for column in scores):
            raise ValueError(f"scores lie between -{MOST:g} and {MOST:g}")

    def _refuse_locked(self) -> None:
        for mentee, mentor in self.locked:
            if not (0 <= mentee < self.mentees and 0 <= mentor < self.mentors):
                raise ValueError("a locked pair names somebody whom there is not")
        if len({mentee for mentee, _ in self.locked}) != len(self.locked):
            raise ValueError("a mentee is locked to one mentor")

    @cached_property
    def points(self) -> Ints:
        """int[e], the score in whole points."""
        return _points(self.score)

    @cached_property
    def mentee_points(self) -> Ints:
        return _points(self.mentee_score)

    @cached_property
    def mentor_points(self) -> Ints:
        return _points(self.mentor_score)

    @cached_property
    def by_mentee(self) -> Ints:
        """int[e], the pairs in the order of mentees, then mentors."""
        keys = self._row_keys
        return np.arange(len(keys)) if (np.diff(keys) > 0).all() else np.argsort(keys, kind="stable")

    @property
    def _row_keys(self) -> Ints:
        return self.pair_mentee * np.int64(max(self.mentors, 1)) + self.pair_mentor

    @cached_property
    def _keys(self) -> Ints:
        return self._row_keys[self.by_mentee]

    def find(self, mentee: Ints, mentor: Ints) -> Ints:
        """int[n], the rows of these pairs; UNMATCHED where the two are none."""
        if not len(self.pair_mentee):
            return np.full(len(mentee), UNMATCHED, dtype=np.int64)
        keys = mentee * np.int64(max(self.mentors, 1)) + mentor
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found = (np.asarray(mentor) != UNMATCHED) & (self._keys[at] == keys)
        return np.where(found, self.by_mentee[at], UNMATCHED)

    def only(self, kept: Bools) -> "Problem":
        """With some of the pairs."""
        columns = ("pair_mentee", "pair_mentor", "score", "mentee_score", "mentor_score", "mentee_rank", "mentor_rank")
        return replace(self, **{name: getattr(self, name)[kept] for name in columns})

    def with_locked(self, locked: Sequence[tuple[int, int]]) -> "Problem":
        return replace(self, locked=tuple(locked))

    @cached_property
    def free(self) -> "Problem":
        """What is left to decide: without the locked mentees and the places that they take."""
        if not self.locked:
            return self
        mentees, mentors = np.array(self.locked, dtype=np.int64).T
        taken = np.bincount(mentors, minlength=self.mentors)
        left = replace(self, locked=(), capacity=np.maximum(self.capacity - taken, 0))
        return left.only(~np.isin(self.pair_mentee, mentees))


def _points(score: Floats) -> Ints:
    return np.rint(np.asarray(score) * POINTS_PER_ONE).astype(np.int64)


@dataclass(frozen=True, eq=False, kw_only=True)
class Assignment:
    """Who has whom. Amounts are scores, as they were given.

    optimum: the largest total there is with as many matched, before anything else is looked at
    floor: what everybody's match is worth to them at least, or as much as their best candidate where that is less
    price_of_floor, price_of_stability: what the total gave up for the floor, and for blocking pairs
    """

    problem: Problem
    mentor_of: Ints
    """int[mentees], a mentor or UNMATCHED."""
    optimum: float | None = None
    floor: float | None = None
    price_of_floor: float = 0.0
    price_of_stability: float = 0.0

    @cached_property
    def pair_of(self) -> Ints:
        """int[mentees], the row of their pair; UNMATCHED for nobody, and for a locked pair that is no candidate."""
        return self.problem.find(np.arange(self.problem.mentees), self.mentor_of)

    @cached_property
    def load(self) -> Ints:
        """int[mentors], how many mentees each has."""
        taken = self.mentor_of[self.mentor_of != UNMATCHED]
        return np.bincount(taken, minlength=self.problem.mentors).astype(np.int64)

    @property
    def matched(self) -> int:
        return int(np.count_nonzero(self.mentor_of != UNMATCHED))

    @cached_property
    def total_points(self) -> int:
        return int(self.problem.points[self.pair_of[self.pair_of != UNMATCHED]].sum())

    @property
    def total(self) -> float:
        return self.total_points / POINTS_PER_ONE
