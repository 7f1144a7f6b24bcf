import numpy as np
import pytest
from tests.thorough import THOROUGH

from aizuchi.programs.matching import UNMATCHED, Problem, propose
from aizuchi.programs.matching.mutual import find_acceptable, find_blocking_by_lists, places_in_lists
from aizuchi.programs.matching.tests.made_up import make

CASES = 3000 if THOROUGH else 60


@pytest.mark.parametrize("complete", [True, False])
def test_no_two_would_both_rather_have_each_other(complete: bool) -> None:
    rng = np.random.default_rng(1)
    for case in range(CASES):
        problem = make(rng, int(rng.integers(1, 9)), int(rng.integers(1, 9)), density=rng.random())

        match = propose(problem, complete=complete)

        assert not len(find_blocking_by_lists(match, complete=complete)), case
        assert (match.load <= problem.capacity).all()


def test_where_lists_end_nobody_gets_whom_they_did_not_wish_for() -> None:
    rng = np.random.default_rng(2)
    for _ in range(CASES):
        problem = make(rng, 6, 6)

        rows = propose(problem, complete=False).pair_of

        assert find_acceptable(problem)[rows[rows != UNMATCHED]].all()


def test_every_mentee_has_the_best_that_any_stable_match_gives() -> None:
    """Against all matches of three with three, one place each."""
    rng = np.random.default_rng(3)
    for _ in range(CASES):
        problem = make(rng, 3, 3, most=1, density=1)
        place, _ = places_in_lists(problem)

        got = propose(problem).pair_of
        for other in list_stable(problem):
            both = (got != UNMATCHED) & (other != UNMATCHED)
            assert ((got != UNMATCHED) == (other != UNMATCHED)).all(), "in every stable match the same have somebody"
            assert (place[got[both]] <= place[other[both]]).all()


def list_stable(problem: Problem) -> list[np.ndarray]:
    from itertools import product

    from aizuchi.programs.matching import Assignment

    found = []
    for mentor_of in product(range(-1, 3), repeat=3):
        match = Assignment(problem=problem, mentor_of=np.array(mentor_of))
        if (match.load <= problem.capacity).all() and not len(find_blocking_by_lists(match)):
            found.append(match.pair_of)
    return found


def test_wishes_come_first_and_the_rest_follows_by_worth() -> None:
    problem = Problem(
        mentees=1,
        mentors=3,
        capacity=np.array([0, 1, 1]),
        pair_mentee=np.zeros(3),
        pair_mentor=np.arange(3),
        score=np.array([0.1, 0.2, 0.9]),
        mentee_rank=np.array([1, 2, 0]),
    )

    assert propose(problem).mentor_of.tolist() == [1]
