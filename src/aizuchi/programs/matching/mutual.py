"""Both sides choose: deferred acceptance with capacities (Gale and Shapley 1962), mentees propose."""

import heapq

import numpy as np

from aizuchi.programs.matching.ordering import in_fixed_order
from aizuchi.programs.matching.problem import UNMATCHED, Assignment, Bools, Ints, Problem


def propose(problem: Problem, *, complete: bool = True) -> Assignment:
    """No two would both rather have each other, by the lists of both.

    A list begins with the wishes in their order. Then everybody else follows by what they are worth to that side
    (`complete`), or the list ends there; the list of somebody without a wish does not end.
    As long as lists are complete, no mentee gains by leaving out or turning true wishes (Dubins and Freedman 1981);
    mentors can.
    """
    ordered, back = in_fixed_order(problem)
    if not complete:
        ordered = ordered.only(find_acceptable(ordered))
    return Assignment(problem=problem, mentor_of=back(_accept_deferred(ordered)))


def find_acceptable(problem: Problem) -> Bools:
    """bool[e], where lists end with the wishes: wished for by each of the two who wished for anybody."""
    return _acceptable(problem.pair_mentee, problem.mentee_rank, problem.mentees) & _acceptable(
        problem.pair_mentor, problem.mentor_rank, problem.mentors
    )


def _acceptable(one: Ints, rank: Ints, many: int) -> Bools:
    wished = np.zeros(many, dtype=np.bool_)
    wished[one[rank > 0]] = True
    accepted: Bools = (rank > 0) | ~wished[one]
    return accepted


def order_lists(one: Ints, rank: Ints, points: Ints, other: Ints) -> Ints:
    """int[e], the rows one list after another: wishes in their order, then by points, equals as people stand."""
    return np.lexsort((other, -points, np.where(rank > 0, rank, np.iinfo(np.int64).max), one))


def places_in_lists(problem: Problem) -> tuple[Ints, Ints]:
    """int[e] twice: where the mentor stands on the mentee's list, and the mentee on the mentor's; 0 is dearest."""
    places = []
    for one, rank, points, other in (
        (problem.pair_mentee, problem.mentee_rank, problem.mentee_points, problem.pair_mentor),
        (problem.pair_mentor, problem.mentor_rank, problem.mentor_points, problem.pair_mentee),
    ):
        place = np.empty(len(one), dtype=np.int64)
        place[order_lists(one, rank, points, other)] = np.arange(len(one))
        places.append(place)
    return places[0], places[1]


def _accept_deferred(problem: Problem) -> Ints:
    order = order_lists(problem.pair_mentee, problem.mentee_rank, problem.mentee_points, problem.pair_mentor)
    begins = np.searchsorted(problem.pair_mentee[order], np.arange(problem.mentees + 1))
    _, dear = places_in_lists(problem)
    upcoming, ends = begins[:-1].tolist(), begins[1:].tolist()
    wishes, asked, place = order.tolist(), problem.pair_mentor.tolist(), (-dear).tolist()
    capacity = problem.capacity.tolist()
    held: list[list[tuple[int, int]]] = [[] for _ in range(problem.mentors)]
    """Of each mentor, the one whom they would give up first on top."""
    free = list(range(problem.mentees - 1, -1, -1))
    while free:
        mentee = free.pop()
        while upcoming[mentee] < ends[mentee]:
            row = wishes[upcoming[mentee]]
            upcoming[mentee] += 1
            given_up = _take(held[asked[row]], (place[row], mentee), capacity[asked[row]])
            if given_up != mentee:
                if given_up is not None:
                    free.append(given_up)
                break
    mentor_of = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    for mentor, mentees in enumerate(held):
        mentor_of[[mentee for _, mentee in mentees]] = mentor
    return mentor_of


def _take(held: list[tuple[int, int]], proposal: tuple[int, int], capacity: int) -> int | None:
    """Who is without a mentor afterwards: the one who asks, one who was held, or nobody."""
    if not capacity:
        return proposal[1]
    if len(held) < capacity:
        heapq.heappush(held, proposal)
        return None
    return heapq.heappushpop(held, proposal)[1]


def find_blocking_by_lists(assignment: Assignment, *, complete: bool = True) -> Ints:
    """Rows of the pairs that stand further up on both lists than what the two have."""
    problem = assignment.problem
    by_mentee, by_mentor = places_in_lists(problem)
    far = np.iinfo(np.int64).max
    pairs = assignment.pair_of[assignment.pair_of != UNMATCHED]
    mentee_has = np.full(problem.mentees, far)
    mentee_has[problem.pair_mentee[pairs]] = by_mentee[pairs]
    mentor_has = np.full(problem.mentors, -1, dtype=np.int64)
    np.maximum.at(mentor_has, problem.pair_mentor[pairs], by_mentor[pairs])
    mentor_has[assignment.load < problem.capacity] = far
    blocking = (by_mentee < mentee_has[problem.pair_mentee]) & (by_mentor < mentor_has[problem.pair_mentor])
    if not complete:
        blocking &= find_acceptable(problem)
    locked = np.isin(problem.pair_mentee, [mentee for mentee, _ in problem.locked])
    return np.flatnonzero(blocking & ~locked)
