"""The largest match of the largest total, as a flow of least cost (Ahuja, Magnanti, Orlin 1993, chapter 12)."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from aizuchi.programs.matching.problem import UNMATCHED, Ints, Problem

try:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
except ImportError:  # the extra "matching": several times as fast, with the same total
    SimpleMinCostFlow = None

FEW = 16


def solve(problem: Problem) -> Ints:
    """int[mentees]: as many as can be have somebody; among all such matches one whose points add up to the most.

    Knows nothing of what is locked. The same problem, row for row, gives the same match.
    """
    if not len(problem.pair_mentee) or not problem.capacity.any():
        return np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    return _solve_by_places(problem) if SimpleMinCostFlow is None else _solve_by_flow(problem)


def solve_some(problem: Problem, loose: Ints, capacity: Ints) -> Ints:
    """int[len(loose)], the same for these mentees only, numbers in order, with these capacities."""
    which = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    which[loose] = np.arange(len(loose))
    some = problem.only(which[problem.pair_mentee] != UNMATCHED)
    nobody = np.zeros(len(loose), dtype=np.bool_)
    return solve(
        replace(
            some,
            mentees=len(loose),
            capacity=capacity,
            pair_mentee=which[some.pair_mentee],
            mentee_ids=(),
            ruled_out=nobody,
        )
    )


def can_match(mentee: Ints, mentor: Ints, capacity: Ints, many: int) -> bool:
    """Whether so many mentees can have somebody at the same time, by these pairs, which stand by mentee."""
    each = np.bincount(mentee)[mentee] if len(mentee) else mentee
    if len(mentee) > 2 * FEW * np.count_nonzero(np.diff(mentee, prepend=-1)):
        mixed = (mentor * 2_654_435_761 + mentee * 40_503) >> 7
        few = mixed % each < FEW
        if count_matchable(mentee[few], mentor[few], capacity) >= many:
            return True
    return count_matchable(mentee, mentor, capacity) >= many


def count_matchable(mentee: Ints, mentor: Ints, capacity: Ints) -> int:
    """How many mentees can have somebody at the same time, by these pairs, which stand by mentee."""
    if not len(mentee):
        return 0
    offered, begins, columns, _ = _make_places(mentee, mentor, capacity)
    ones = np.ones(len(columns), dtype=np.int8)
    table = csr_array((ones, columns, begins), shape=(len(begins) - 1, int(offered.sum())))
    return int(np.count_nonzero(maximum_bipartite_matching(table, perm_type="column") != UNMATCHED))


def _costs(problem: Problem) -> Ints:
    """Positive, and least for the best: every match of one size loses the same constant."""
    costs: Ints = problem.points.max() + 1 - problem.points
    return costs


def _solve_by_flow(problem: Problem) -> Ints:
    """From a source through mentees and mentors to a sink; the solver reaches the largest flow at the least cost."""
    source = problem.mentees + problem.mentors
    sink = source + 1
    everybody, mentors = np.arange(problem.mentees), np.arange(problem.mentors) + problem.mentees
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        problem.pair_mentee, problem.pair_mentor + problem.mentees, np.ones_like(problem.pair_mentee), _costs(problem)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        np.full(problem.mentees, source), everybody, np.ones_like(everybody), np.zeros_like(everybody)
    )
    flow.add_arcs_with_capacity_and_unit_cost(
        mentors, np.full(problem.mentors, sink), problem.capacity, np.zeros_like(mentors)
    )
    flow.set_node_supply(source, problem.mentees)
    flow.set_node_supply(sink, -problem.mentees)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"no optimal flow: {status}")
    taken = flow.flows(arcs) == 1
    mentor_of = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    mentor_of[problem.pair_mentee[taken]] = problem.pair_mentor[taken]
    return mentor_of


def _solve_by_places(problem: Problem) -> Ints:
    """Each place of a mentor is a column. Where not everybody can be matched, there is one for each mentee for having
    nobody, dearer than all else; it is left out where it can be, since that takes a third of the time more."""
    order = problem.by_mentee
    mentee, mentor, costs = problem.pair_mentee[order], problem.pair_mentor[order], _costs(problem)[order]
    offered, begins, columns, times = _make_places(mentee, mentor, problem.capacity)
    mentees, places = len(begins) - 1, int(offered.sum())
    table = csr_array((np.repeat(costs.astype(float), times), columns, begins), shape=(mentees, places))
    owner = np.repeat(np.arange(problem.mentors), offered)
    if not can_match(mentee, mentor, problem.capacity, mentees):
        table = _add_nobody(table, float(costs.max() * mentees + 1))
        owner = np.concatenate([owner, np.full(mentees, UNMATCHED)])
    matched, column = min_weight_full_bipartite_matching(table)
    mentor_of = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    mentor_of[matched] = owner[column]
    return mentor_of


def _add_nobody(table: csr_array, cost: float) -> csr_array:
    """With a column more for each row, which only that row has."""
    mentees, places = table.shape
    ends = table.indptr[1:]
    return csr_array(
        (
            np.insert(table.data, ends, cost),
            np.insert(table.indices, ends, places + np.arange(mentees)),
            table.indptr + np.arange(mentees + 1),
        ),
        shape=(mentees, places + mentees),
    )


def _make_places(mentee: Ints, mentor: Ints, capacity: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Each pair once for each place of the mentor, where pairs stand by mentee.

    How many places each mentor has to fill, never more than there are pairs; where the pairs of each mentee begin;
    which place each is; and how often each pair stands there.
    """
    offered = np.minimum(capacity, np.bincount(mentor, minlength=len(capacity)))
    times = offered[mentor]
    first_place, first_at = (np.cumsum(offered) - offered)[mentor], np.cumsum(times) - times
    columns = np.repeat((first_place - first_at).astype(np.int32), times)
    columns += np.arange(len(columns), dtype=np.int32)
    begins = np.concatenate([[0], np.cumsum(np.bincount(mentee, weights=times))])
    return offered, begins.astype(np.int32), columns, times
