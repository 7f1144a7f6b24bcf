"""Pairs that would both rather have each other than what a draft gives them."""

import numpy as np

from aizuchi.programs.matching.problem import POINTS_PER_ONE, UNMATCHED, Assignment, Bools, Ints

DELTA = 0.1
"""What both must gain for a pair to count as blocking."""
NOTHING = -(2**40)
"""What somebody has who has nobody: every pair is a gain."""


def find_blocking(assignment: Assignment, *, delta: float = DELTA) -> Ints:
    """Rows of the pairs in which both would gain more than `delta`, those who gain most first.

    Whoever has nobody, or a place free, gains by everybody. What is locked is not up for choice.
    """
    problem = assignment.problem
    free = ~np.isin(np.arange(problem.mentees), [mentee for mentee, _ in problem.locked])
    gains = np.where(free[problem.pair_mentee], _gains(assignment, free), NOTHING)
    blocking = np.flatnonzero(gains > round(delta * POINTS_PER_ONE))
    return blocking[np.lexsort((problem.pair_mentor[blocking], problem.pair_mentee[blocking], -gains[blocking]))]


def _gains(assignment: Assignment, free: Bools) -> Ints:
    """int[e], what the side that gains less would gain. A mentor gives up only whoever is `free`."""
    problem, pair_of = assignment.problem, assignment.pair_of
    has = assignment.mentor_of != UNMATCHED
    known = pair_of != UNMATCHED
    mentee_has = np.where(has, 0, NOTHING)
    mentee_has[known] = problem.mentee_points[pair_of[known]]
    mentor_has = np.full(problem.mentors, -NOTHING, dtype=np.int64)
    given_up = pair_of[known & free]
    np.minimum.at(mentor_has, problem.pair_mentor[given_up], problem.mentor_points[given_up])
    mentor_has[assignment.load < problem.capacity] = NOTHING
    gains: Ints = np.minimum(
        problem.mentee_points - mentee_has[problem.pair_mentee], problem.mentor_points - mentor_has[problem.pair_mentor]
    )
    return gains
