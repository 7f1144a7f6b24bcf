"""Ids alone decide between equals, whatever the order in which people are given."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from aizuchi.programs.matching.problem import UNMATCHED, Ints, Problem


def order_by_hash(ids: Sequence[str], many: int) -> Ints:
    """int[many], everybody in an order that the ids alone decide, and that favours nobody for having come early."""
    if not ids:
        return np.arange(many)
    return np.array(sorted(range(many), key=lambda at: _digest(ids[at])), dtype=np.int64)


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=16).digest()


def in_fixed_order(problem: Problem) -> tuple[Problem, Callable[[Ints], Ints]]:
    """What is left to decide, everybody in the order of the hash of their ids; and what leads back to the whole."""
    free = problem.free
    mentees = order_by_hash(problem.mentee_ids, problem.mentees)
    mentors = order_by_hash(problem.mentor_ids, problem.mentors)
    mentee_at, mentor_at = np.argsort(mentees), np.argsort(mentors)
    moved = replace(
        free,
        capacity=free.capacity[mentors],
        pair_mentee=mentee_at[free.pair_mentee],
        pair_mentor=mentor_at[free.pair_mentor],
        mentee_ids=(),
        mentor_ids=(),
        ruled_out=free.ruled_out[mentees],
    )
    rows = moved.by_mentee
    columns = ("pair_mentee", "pair_mentor", "score", "mentee_score", "mentor_score", "mentee_rank", "mentor_rank")
    ordered = replace(moved, **{name: getattr(moved, name)[rows] for name in columns})

    def back(mentor_of: Ints) -> Ints:
        whole = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
        has = mentor_of != UNMATCHED
        whole[mentees[has]] = mentors[mentor_of[has]]
        for mentee, mentor in problem.locked:
            whole[mentee] = mentor
        return whole

    return ordered, back
