"""Beside the largest total: nobody is left far behind, and no two would both much rather have each other.

What comes first is decided in docs/decisions/matching.md: as many as can be have somebody; then the floor; then pairs
that block, each only where neither of the two falls; the total last. Knows nothing of what is locked.
"""

from dataclasses import replace

import numpy as np

from aizuchi.programs.matching.blocking import find_blocking
from aizuchi.programs.matching.problem import POINTS_PER_ONE, UNMATCHED, Assignment, Bools, Ints, Problem
from aizuchi.programs.matching.solving import count_matchable, solve

MOST_ROUNDS = 12


def lift_worst_off(problem: Problem, matched: int) -> tuple[Problem, int]:
    """The pairs that keep the floor, and the floor in points: the largest one with so many matched, by halving."""
    best = find_best(problem)
    steps = np.unique(problem.mentee_points)
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if count_matchable(problem.only(reach(problem, best, int(steps[middle])))) >= matched:
            low = middle
        else:
            high = middle - 1
    floor = int(steps[low]) if len(steps) else 0
    return problem.only(reach(problem, best, floor)), floor


def find_best(problem: Problem) -> Ints:
    """int[mentees], what the best of their pairs is worth to each, in points, among mentors with a place."""
    best = np.full(problem.mentees, np.iinfo(np.int64).min)
    open_ = problem.capacity[problem.pair_mentor] > 0
    np.maximum.at(best, problem.pair_mentee[open_], problem.mentee_points[open_])
    return best


def reach(problem: Problem, best: Ints, floor: int) -> Bools:
    """bool[e], whether the pair is worth the floor to the mentee, or their own best where that is less."""
    reached: Bools = problem.mentee_points >= np.minimum(best, floor)[problem.pair_mentee]
    return reached


def remove_blocking(problem: Problem, mentor_of: Ints, *, delta: float) -> Ints:
    """Gives each other those who both would gain more than `delta`, and solves the rest again, as long as nobody is
    left alone by it. `problem` has only pairs that keep the floor; what blocks is asked of those."""
    matched = int(np.count_nonzero(mentor_of != UNMATCHED))
    fixed = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    refused = np.zeros(len(problem.pair_mentee), dtype=np.bool_)
    many = len(refused)
    for _ in range(MOST_ROUNDS):
        rows = find_blocking(Assignment(problem=problem, mentor_of=mentor_of), delta=delta)
        chosen = _choose(problem, rows[~refused[rows]], fixed)[:many]
        if not len(chosen):
            break
        tried = fixed.copy()
        tried[problem.pair_mentee[chosen]] = problem.pair_mentor[chosen]
        solved = _solve_rest(problem, tried)
        if int(np.count_nonzero(solved != UNMATCHED)) >= matched:
            mentor_of, fixed = solved, tried
        elif len(chosen) == 1:
            refused[chosen] = True
            many = len(refused)
        else:
            many = len(chosen) // 2
    return mentor_of


def _choose(problem: Problem, rows: Ints, fixed: Ints) -> Ints:
    """Of those who block, each person once, whoever gains most first."""
    places = problem.capacity - np.bincount(fixed[fixed != UNMATCHED], minlength=problem.mentors)
    mentees: set[int] = set()
    mentors: set[int] = set()
    chosen = []
    for row, mentee, mentor in zip(
        rows.tolist(), problem.pair_mentee[rows].tolist(), problem.pair_mentor[rows].tolist(), strict=True
    ):
        if mentee in mentees or mentor in mentors or fixed[mentee] != UNMATCHED or places[mentor] <= 0:
            continue
        mentees.add(mentee)
        mentors.add(mentor)
        chosen.append(row)
    return np.array(chosen, dtype=np.int64)


def _solve_rest(problem: Problem, fixed: Ints) -> Ints:
    places = problem.capacity - np.bincount(fixed[fixed != UNMATCHED], minlength=problem.mentors)
    rest = replace(problem, capacity=places).only(fixed[problem.pair_mentee] == UNMATCHED)
    return np.where(fixed == UNMATCHED, solve(rest), fixed)


def amount(points: int) -> float:
    return points / POINTS_PER_ONE
