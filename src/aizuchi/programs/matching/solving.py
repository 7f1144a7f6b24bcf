"""The largest match of the largest total, as a flow of least cost (Ahuja, Magnanti, Orlin 1993, chapter 12)."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from aizuchi.programs.matching.problem import UNMATCHED, Ints, Problem

try:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
except ImportError:  # the extra "matching": several times as fast, with the same total
    SimpleMinCostFlow = None


def solve(problem: Problem) -> Ints:
    """int[mentees]: as many as can be have somebody; among all such matches one whose points add up to the most.

    Knows nothing of what is locked. The same problem, row for row, gives the same match.
    """
    if not len(problem.pair_mentee) or not problem.capacity.any():
        return np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    return _solve_by_places(problem) if SimpleMinCostFlow is None else _solve_by_flow(problem)


def _costs(problem: Problem) -> Ints:
    """Positive, and least for the best: every match of one size loses the same constant."""
    costs: Ints = problem.points.max() + 1 - problem.points
    return costs


def count_matchable(problem: Problem) -> int:
    """How many mentees can have somebody at the same time."""
    if not len(problem.pair_mentee):
        return 0
    columns, edges = _places(problem)
    at = csr_array(
        (np.ones(len(edges), dtype=np.int8), (problem.pair_mentee[edges], columns)),
        shape=(problem.mentees, int(_offered(problem).sum())),
    )
    return int(np.count_nonzero(maximum_bipartite_matching(at, perm_type="column") != UNMATCHED))


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
    """Each place of a mentor is a column, and for each mentee there is one for having nobody, dearer than all else."""
    columns, edges = _places(problem)
    offered, costs = _offered(problem), _costs(problem)
    places = int(offered.sum())
    nobody = float(costs.max() * problem.mentees + 1)
    costs = np.concatenate([costs[edges].astype(float), np.full(problem.mentees, nobody)])
    rows = np.concatenate([problem.pair_mentee[edges], np.arange(problem.mentees)])
    columns = np.concatenate([columns, places + np.arange(problem.mentees)])
    table = csr_array((costs, (rows, columns)), shape=(problem.mentees, places + problem.mentees))
    matched, column = min_weight_full_bipartite_matching(table)
    owner = np.concatenate([np.repeat(np.arange(problem.mentors), offered), np.full(problem.mentees, UNMATCHED)])
    mentor_of = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    mentor_of[matched] = owner[column]
    return mentor_of


def _offered(problem: Problem) -> Ints:
    """Places that can be filled: never more than there are candidates for them."""
    wanted = np.bincount(problem.pair_mentor, minlength=problem.mentors).astype(np.int64)
    return np.minimum(problem.capacity, wanted)


def _places(problem: Problem) -> tuple[Ints, Ints]:
    """Each candidate once per place of the mentor: the places, and the candidates that they belong to."""
    offered = _offered(problem)
    first = np.concatenate([[0], np.cumsum(offered)[:-1]])
    times = offered[problem.pair_mentor]
    edges = np.repeat(np.arange(len(problem.pair_mentee)), times)
    begins = np.concatenate([[0], np.cumsum(times)[:-1]])
    nth = np.arange(len(edges)) - np.repeat(begins, times)
    return first[problem.pair_mentor[edges]] + nth, edges
