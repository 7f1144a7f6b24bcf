"""The best match there is: as many as can be, nobody far behind, no two who would both rather have each other."""

import numpy as np

from aizuchi.programs.matching.blocking import DELTA
from aizuchi.programs.matching.fairness import amount, lift_worst_off, remove_blocking
from aizuchi.programs.matching.ordering import in_fixed_order
from aizuchi.programs.matching.problem import UNMATCHED, Assignment, Ints, Problem
from aizuchi.programs.matching.solving import solve


def assign(problem: Problem, *, delta: float = DELTA, floor: bool = True, stable: bool = True) -> Assignment:
    """As many as can be have somebody; the worst-off is lifted; two who would both gain more than `delta` are given
    each other where that leaves nobody alone or below the floor; with all that the total is the largest, or near it.

    `floor` and `stable` leave those steps out. The same people with the same pairs give the same match, in whatever
    order the rows stand. Which pairs are left that block, `quality.measure` tells.
    """
    ordered, back = in_fixed_order(problem)
    largest = _total(ordered, solved := solve(ordered))
    matched = int(np.count_nonzero(solved != UNMATCHED))
    lowest: int | None = None
    kept, lifted = ordered, solved
    if floor and matched:
        kept, lifted, lowest = lift_worst_off(ordered, solved)
    settled = remove_blocking(kept, lifted, delta=delta) if stable else lifted
    total = _total(ordered, lifted)
    return Assignment(
        problem=problem,
        mentor_of=back(settled),
        optimum=amount(largest + _locked_points(problem)),
        floor=None if lowest is None else amount(lowest),
        price_of_floor=amount(largest - total),
        price_of_stability=amount(total - _total(ordered, settled)),
    )


def _total(problem: Problem, mentor_of: Ints) -> int:
    return Assignment(problem=problem, mentor_of=mentor_of).total_points


def _locked_points(problem: Problem) -> int:
    """What the locked pairs are worth, where they are candidates."""
    given = np.full(problem.mentees, UNMATCHED, dtype=np.int64)
    for mentee, mentor in problem.locked:
        given[mentee] = mentor
    return _total(problem, given)
