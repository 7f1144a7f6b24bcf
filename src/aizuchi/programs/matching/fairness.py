"""Beside the largest total: nobody is left far behind, and no two would both much rather have each other.

What comes first is decided in docs/decisions/matching.md: as many as can be have somebody; then the floor; then pairs
that block, each only where neither of the two falls; the total last. Knows nothing of what is locked.
"""

import numpy as np

from aizuchi.programs.matching.blocking import find_blocking
from aizuchi.programs.matching.mutual import order_lists
from aizuchi.programs.matching.problem import POINTS_PER_ONE, UNMATCHED, Assignment, Bools, Ints, Problem
from aizuchi.programs.matching.solving import can_match, solve, solve_some

FLOOR_STEP = POINTS_PER_ONE // 100
MOST_ROUNDS = 40
NEAR = 8
"""From how many of their best mentors whoever has to leave may push others on."""


def lift_worst_off(problem: Problem, solved: Ints) -> tuple[Problem, Ints, int]:
    """The pairs that keep the floor, the best match of those, and the floor in points.

    The floor is the one that `solved` has already, or the largest hundredth above it with as many matched, by halving.
    """
    matched = int(np.count_nonzero(solved != UNMATCHED))
    best = find_best(problem)
    order = problem.by_mentee
    mentee, mentor = problem.pair_mentee[order], problem.pair_mentor[order]
    has = _floor_of(problem, solved, best)
    low, high = has // FLOOR_STEP, int(best.max(initial=has)) // FLOOR_STEP
    while low < high:
        middle = (low + high + 1) // 2
        kept = reach(problem, best, middle * FLOOR_STEP)[order]
        if can_match(mentee[kept], mentor[kept], problem.capacity, matched):
            low = middle
        else:
            high = middle - 1
    if low * FLOOR_STEP <= has:
        return problem.only(reach(problem, best, has)), solved, has
    lifted = problem.only(reach(problem, best, low * FLOOR_STEP))
    return lifted, _lift(lifted, solved), low * FLOOR_STEP


def _lift(problem: Problem, solved: Ints) -> Ints:
    """Whoever is below the floor, whose pair `problem` has no more, gets somebody else; all anew where that leaves
    somebody alone."""
    rows = Assignment(problem=problem, mentor_of=solved).pair_of
    below = np.flatnonzero((rows == UNMATCHED) & (solved != UNMATCHED))
    lifted = _match_again(problem, solved, below, np.zeros(problem.mentees, dtype=np.bool_))
    enough = np.count_nonzero(lifted != UNMATCHED) >= np.count_nonzero(solved != UNMATCHED)
    return lifted if enough else solve(problem)


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


def _floor_of(problem: Problem, solved: Ints, best: Ints) -> int:
    """What everybody has at least who could have better; the best of all where nobody could."""
    rows = Assignment(problem=problem, mentor_of=solved).pair_of
    rows = rows[rows != UNMATCHED]
    points = problem.mentee_points[rows]
    return int(points.min(where=points < best[problem.pair_mentee[rows]], initial=best.max()))


def remove_blocking(problem: Problem, mentor_of: Ints, *, delta: float) -> Ints:
    """Gives each other those who both would gain more than `delta`; whoever has to leave gets somebody else.

    `problem` has only pairs that keep the floor, so that nobody falls below it. Pairs by which somebody would be left
    alone stay apart. Who was given each other stays together.
    """
    given = np.zeros(problem.mentees, dtype=np.bool_)
    refused = np.zeros(len(problem.pair_mentee), dtype=np.bool_)
    many = len(refused)
    for _ in range(MOST_ROUNDS):
        rows = find_blocking(Assignment(problem=problem, mentor_of=mentor_of), delta=delta)
        chosen = _choose(problem, rows[~refused[rows] & ~given[problem.pair_mentee[rows]]])[:many]
        if not len(chosen):
            break
        changed = _give(problem, mentor_of, chosen, given)
        if changed is not None:
            mentor_of = changed
            given[problem.pair_mentee[chosen]] = True
        elif len(chosen) == 1:
            refused[chosen] = True
            many = len(refused)
        else:
            many = len(chosen) // 2
    return mentor_of


def _choose(problem: Problem, rows: Ints) -> Ints:
    """Of those who block, each person once, whoever gains most first."""
    mentees: set[int] = set()
    mentors: set[int] = set()
    chosen = []
    columns = (rows, problem.pair_mentee[rows], problem.pair_mentor[rows])
    for row, mentee, mentor in zip(*(column.tolist() for column in columns), strict=True):
        if mentee not in mentees and mentor not in mentors:
            mentees.add(mentee)
            mentors.add(mentor)
            chosen.append(row)
    return np.array(chosen, dtype=np.int64)


def _give(problem: Problem, mentor_of: Ints, chosen: Ints, given: Bools) -> Ints | None:
    """The match with these pairs; None where somebody would be left alone, or would lose whom they were given."""
    moved = mentor_of.copy()
    moved[problem.pair_mentee[chosen]] = problem.pair_mentor[chosen]
    stays = given.copy()
    stays[problem.pair_mentee[chosen]] = True
    leaving = _find_leaving(problem, moved, stays)
    if leaving is None:
        return None
    again = _match_again(problem, moved, leaving, stays)
    return again if np.count_nonzero(again != UNMATCHED) >= np.count_nonzero(mentor_of != UNMATCHED) else None


def _match_again(problem: Problem, mentor_of: Ints, leaving: Ints, stays: Bools) -> Ints:
    """Whoever is leaving, and those near them who may be pushed on, matched at their best with the places there are."""
    held = mentor_of.copy()
    held[leaving] = UNMATCHED
    loose = np.union1d(leaving, _find_near(problem, held, leaving, stays))
    held[loose] = UNMATCHED
    left = problem.capacity - np.bincount(held[held != UNMATCHED], minlength=problem.mentors)
    held[loose] = solve_some(problem, loose, left)
    return held


def _find_leaving(problem: Problem, moved: Ints, stays: Bools) -> Ints | None:
    """Of each mentor with one too many the mentee worth least to them; None where one has only such as stay."""
    over = np.bincount(moved[moved != UNMATCHED], minlength=problem.mentors) > problem.capacity
    rows = Assignment(problem=problem, mentor_of=moved).pair_of
    rows = rows[(rows != UNMATCHED) & ~stays]
    rows = rows[over[problem.pair_mentor[rows]]]
    order = np.lexsort((problem.pair_mentee[rows], problem.mentor_points[rows], problem.pair_mentor[rows]))
    mentors, first = np.unique(problem.pair_mentor[rows][order], return_index=True)
    return problem.pair_mentee[rows][order[first]] if len(mentors) == np.count_nonzero(over) else None


def _find_near(problem: Problem, moved: Ints, leaving: Ints, stays: Bools) -> Ints:
    """Who has one of the best mentors of those who leave, and may be pushed on to somebody else."""
    rows = np.flatnonzero(np.isin(problem.pair_mentee, leaving))
    one, points, other = problem.pair_mentee[rows], problem.points[rows], problem.pair_mentor[rows]
    rows = rows[order_lists(one, np.zeros(len(rows), dtype=np.int64), points, other)]
    begins = np.flatnonzero(np.diff(problem.pair_mentee[rows], prepend=-1))
    nth = np.arange(len(rows)) - np.repeat(begins, np.diff(begins, append=len(rows)))
    near = np.zeros(problem.mentors + 1, dtype=np.bool_)
    near[problem.pair_mentor[rows[nth < NEAR]]] = True
    return np.flatnonzero(near[moved] & ~stays)


def amount(points: int) -> float:
    return points / POINTS_PER_ONE
