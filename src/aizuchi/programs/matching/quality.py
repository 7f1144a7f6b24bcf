"""What a draft is worth, and what one change to it does."""

import enum
from dataclasses import dataclass

import numpy as np

from aizuchi.programs.matching.assignment import assign
from aizuchi.programs.matching.blocking import DELTA, find_blocking
from aizuchi.programs.matching.problem import POINTS_PER_ONE, UNMATCHED, Assignment, Ints, Problem


class Why(enum.Enum):
    """Why somebody has nobody. What somebody keeps to themselves, such as a veto, is told as ALL_FULL."""

    NO_CANDIDATE = "no_candidate"
    """There is no mentor with a place."""
    RULES = "rules"
    """The rules that are known to all leave nobody."""
    ALL_FULL = "all_full"


@dataclass(frozen=True)
class Quality:
    """Amounts are scores.

    worst_off: the mentee whose match is worth least to them, and how much; None where nobody is matched
    unmatched: the mentees who have nobody, and why
    blocking: pairs (mentee, mentor) that both would gain more than delta, those who gain most first
    load: how many mentees each mentor has; over: mentors who have more than they take
    """

    total: float
    matched: int
    worst_off: tuple[int, float] | None
    unmatched: dict[int, Why]
    blocking: list[tuple[int, int]]
    load: list[int]
    over: list[int]
    idle: list[int]

    @property
    def mean(self) -> float | None:
        return self.total / self.matched if self.matched else None


def measure(assignment: Assignment, *, delta: float = DELTA) -> Quality:
    problem = assignment.problem
    rows = find_blocking(assignment, delta=delta)
    load, capacity = assignment.load, problem.capacity
    return Quality(
        total=assignment.total,
        matched=assignment.matched,
        worst_off=find_worst_off(assignment),
        unmatched=_why_unmatched(assignment),
        blocking=list(zip(problem.pair_mentee[rows].tolist(), problem.pair_mentor[rows].tolist(), strict=True)),
        load=load.tolist(),
        over=np.flatnonzero(load > capacity).tolist(),
        idle=np.flatnonzero((capacity > 0) & (load == 0)).tolist(),
    )


def find_worst_off(assignment: Assignment) -> tuple[int, float] | None:
    """Among those who have somebody whom they were candidates for."""
    problem = assignment.problem
    mentees = np.flatnonzero(assignment.pair_of != UNMATCHED)
    if not len(mentees):
        return None
    points = problem.mentee_points[assignment.pair_of[mentees]]
    at = int(points.argmin())
    return int(mentees[at]), int(points[at]) / POINTS_PER_ONE


def _why_unmatched(assignment: Assignment) -> dict[int, Why]:
    problem = assignment.problem
    nobody = np.flatnonzero(assignment.mentor_of == UNMATCHED).tolist()
    if not problem.capacity.any():
        return dict.fromkeys(nobody, Why.NO_CANDIDATE)
    return {mentee: Why.RULES if problem.ruled_out[mentee] else Why.ALL_FULL for mentee in nobody}


@dataclass(frozen=True)
class Comparison:
    """What changes from one draft to another. Amounts are scores; mentees by number.

    moved: whose mentor is another; better, worse: those of them for whom the new one is worth more, or less
    """

    total: float
    worst_off: float
    blocking: int
    moved: list[int]
    better: list[int]
    worse: list[int]
    newly_matched: list[int]
    newly_unmatched: list[int]


def compare(before: Assignment, after: Assignment, *, delta: float = DELTA) -> Comparison:
    """Both are drafts of the same people."""
    was, now = _worth_to_mentees(before), _worth_to_mentees(after)
    moved = before.mentor_of != after.mentor_of
    had, has = before.mentor_of != UNMATCHED, after.mentor_of != UNMATCHED
    worst_before, worst_after = find_worst_off(before), find_worst_off(after)
    return Comparison(
        total=(after.total_points - before.total_points) / POINTS_PER_ONE,
        worst_off=round((worst_after[1] if worst_after else 0) - (worst_before[1] if worst_before else 0), 4),
        blocking=len(find_blocking(after, delta=delta)) - len(find_blocking(before, delta=delta)),
        moved=np.flatnonzero(moved & had & has).tolist(),
        better=np.flatnonzero(moved & had & has & (now > was)).tolist(),
        worse=np.flatnonzero(moved & had & has & (now < was)).tolist(),
        newly_matched=np.flatnonzero(~had & has).tolist(),
        newly_unmatched=np.flatnonzero(had & ~has).tolist(),
    )


def _worth_to_mentees(assignment: Assignment) -> Ints:
    known = assignment.pair_of != UNMATCHED
    worth = np.zeros(assignment.problem.mentees, dtype=np.int64)
    worth[known] = assignment.problem.mentee_points[assignment.pair_of[known]]
    return worth


@dataclass(frozen=True)
class ManualChange:
    """One change by hand: this mentee gets this mentor, or nobody (UNMATCHED). Where the mentor is full, `instead_of`
    has to leave, or else whoever is worth least to the mentor."""

    mentee: int
    mentor: int
    instead_of: int | None = None


@dataclass(frozen=True, eq=False)
class Consequence:
    """What a change by hand does.

    possible: whether the two are candidates for each other
    displaced: who would have to leave the mentor; None where there is a place
    alone: the draft with this change and nothing else; the displaced has nobody
    solved: the draft with this change given, and everybody else who is not locked matched again
    """

    possible: bool
    displaced: int | None
    alone: Assignment
    solved: Assignment
    change_alone: Comparison
    change_solved: Comparison


def consequence(problem: Problem, assignment: Assignment, change: ManualChange, *, delta: float = DELTA) -> Consequence:
    """`assignment` is a draft of `problem`. Raises ValueError where everybody who could leave the mentor is locked."""
    given = _give(problem, change)
    displaced = _find_displaced(problem, assignment, change)
    mentor_of = assignment.mentor_of.copy()
    mentor_of[change.mentee] = change.mentor
    if displaced is not None:
        mentor_of[displaced] = UNMATCHED
    alone = Assignment(problem=given, mentor_of=mentor_of)
    solved = assign(given, delta=delta)
    return Consequence(
        possible=change.mentor == UNMATCHED or bool(_pair(problem, change) != UNMATCHED),
        displaced=displaced,
        alone=alone,
        solved=solved,
        change_alone=compare(assignment, alone, delta=delta),
        change_solved=compare(assignment, solved, delta=delta),
    )


def _give(problem: Problem, change: ManualChange) -> Problem:
    """With the change given; where it is nobody, the mentee has no candidates any more."""
    locked = {mentee: mentor for mentee, mentor in problem.locked if mentee != change.mentee}
    if change.mentor == UNMATCHED:
        return problem.only(problem.pair_mentee != change.mentee).with_locked(tuple(locked.items()))
    return problem.with_locked(((change.mentee, change.mentor), *locked.items()))


def _find_displaced(problem: Problem, assignment: Assignment, change: ManualChange) -> int | None:
    if change.mentor == UNMATCHED or assignment.mentor_of[change.mentee] == change.mentor:
        return None
    if assignment.load[change.mentor] < problem.capacity[change.mentor]:
        return None
    locked = {mentee for mentee, _ in problem.locked}
    had = [mentee for mentee in np.flatnonzero(assignment.mentor_of == change.mentor).tolist() if mentee not in locked]
    if change.instead_of in had:
        return change.instead_of
    if not had:
        raise ValueError("everybody whom this mentor has is locked")
    rows = assignment.pair_of[had]
    worth = np.where(rows == UNMATCHED, -1, problem.mentor_points[rows] if len(problem.score) else 0)
    return int(had[int(worth.argmin())])


def _pair(problem: Problem, change: ManualChange) -> int:
    return int(problem.find(np.array([change.mentee]), np.array([change.mentor]))[0])
