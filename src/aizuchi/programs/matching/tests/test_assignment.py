import numpy as np
import pytest
from tests.thorough import THOROUGH

from aizuchi.programs.matching import UNMATCHED, Problem, assign, measure, solving
from aizuchi.programs.matching.tests.made_up import make, try_all

CASES = 10_000 if THOROUGH else 60


def test_as_many_as_can_be_have_somebody_and_the_total_is_the_largest() -> None:
    rng = np.random.default_rng(1)
    for case in range(CASES):
        problem = make(rng, int(rng.integers(1, 9)), int(rng.integers(1, 9)), density=rng.random())

        largest = assign(problem, floor=False, stable=False)

        assert (largest.matched, largest.total_points) == try_all(problem), case
        assert (largest.load <= problem.capacity).all()


def test_both_solvers_find_the_same_total(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ortools", reason="the extra matching")
    rng = np.random.default_rng(4)
    problems = [make(rng, 30, 8, most=6, density=rng.random(), digits=4) for _ in range(20)]
    fast = [assign(problem, floor=False, stable=False) for problem in problems]

    monkeypatch.setattr(solving, "SimpleMinCostFlow", None)
    slow = [assign(problem, floor=False, stable=False) for problem in problems]

    assert [(one.matched, one.total_points) for one in fast] == [(one.matched, one.total_points) for one in slow]


def test_floor_and_blocking_pairs_leave_nobody_alone_and_their_price_is_told() -> None:
    rng = np.random.default_rng(2)
    for case in range(CASES):
        problem = make(rng, 6, 5, density=rng.random())

        largest, settled = assign(problem, floor=False, stable=False), assign(problem)

        assert settled.matched == largest.matched, case
        assert (settled.load <= problem.capacity).all()
        assert settled.optimum == pytest.approx(largest.total)
        lost = settled.price_of_floor + settled.price_of_stability
        assert settled.total == pytest.approx(largest.total - lost)


def pairs(scores: dict[tuple[int, int], tuple[float, float]], *, mentees: int, capacity: list[int], **more) -> Problem:
    mentee, mentor = np.array(list(scores)).T
    one, other = np.array(list(scores.values())).T
    return Problem(
        mentees=mentees,
        mentors=len(capacity),
        capacity=np.array(capacity),
        pair_mentee=mentee,
        pair_mentor=mentor,
        score=one + other,
        mentee_score=one,
        mentor_score=other,
        **more,
    )


def test_the_worst_off_is_lifted() -> None:
    problem = pairs(
        {(0, 0): (0.9, 0), (0, 1): (0.5, 0), (1, 0): (0.5, 0), (1, 1): (0.2, 0)}, mentees=2, capacity=[1, 1]
    )

    assert assign(problem, floor=False, stable=False).mentor_of.tolist() == [0, 1]
    lifted = assign(problem)
    assert lifted.mentor_of.tolist() == [1, 0]
    assert (lifted.floor, measure(lifted).worst_off) == (0.5, (0, 0.5))
    assert lifted.price_of_floor == pytest.approx(0.1)


def test_one_with_little_choice_does_not_make_the_floor_void_for_all() -> None:
    worth = {(0, 0): (0.9, 0), (0, 1): (0.5, 0), (1, 0): (0.5, 0), (1, 1): (0.2, 0), (2, 2): (0.1, 0)}

    lifted = assign(pairs(worth, mentees=3, capacity=[1, 1, 1]))

    assert lifted.mentor_of.tolist() == [1, 0, 2]


def test_two_who_would_both_gain_much_get_each_other() -> None:
    worth = {(0, 0): (0.9, 0.9), (0, 1): (0.5, 1), (1, 0): (1, 0.5), (1, 1): (0.5, 0)}
    problem = pairs(worth, mentees=2, capacity=[1, 1])

    loose, strict = assign(problem, delta=0.4), assign(problem, delta=0.1)

    assert loose.mentor_of.tolist() == [1, 0]
    assert measure(loose, delta=0.1).blocking == [(0, 0)]
    assert strict.mentor_of.tolist() == [0, 1]
    assert measure(strict, delta=0.1).blocking == []
    assert strict.price_of_stability == pytest.approx(3 - 2.3)


def test_who_would_block_stays_apart_where_the_worst_off_would_fall() -> None:
    worth = {(0, 0): (0.9, 0.9), (0, 1): (0.5, 1), (1, 0): (1, 0.5), (1, 1): (0.2, 0)}

    match = assign(pairs(worth, mentees=2, capacity=[1, 1]), delta=0.1)

    assert match.mentor_of.tolist() == [1, 0]
    assert measure(match, delta=0.1).blocking == [(0, 0)]


def test_what_is_locked_stays_and_takes_a_place() -> None:
    worth = {(0, 0): (0.9, 0.9), (0, 1): (0.1, 0.1), (1, 0): (0.8, 0.8)}
    problem = pairs(worth, mentees=3, capacity=[1, 1], locked=[(1, 0), (2, 0)])

    assert assign(problem).mentor_of.tolist() == [1, 0, 0]


@pytest.mark.parametrize("ids", [True, False])
def test_the_order_of_rows_changes_nothing(ids: bool) -> None:
    rng = np.random.default_rng(3)
    for _ in range(10):
        problem = make(rng, 12, 6, digits=1)
        mentees, mentors = rng.permutation(12), rng.permutation(6)
        rows = rng.permutation(len(problem.score))
        named = {"mentee_ids": [f"e{n}" for n in range(12)], "mentor_ids": [f"r{n}" for n in range(6)]} if ids else {}
        moved = mentees if ids else np.arange(12), mentors if ids else np.arange(6)
        at = np.argsort(moved[0]), np.argsort(moved[1])
        other = Problem(
            mentees=12,
            mentors=6,
            capacity=problem.capacity[moved[1]],
            pair_mentee=at[0][problem.pair_mentee[rows]],
            pair_mentor=at[1][problem.pair_mentor[rows]],
            score=problem.score[rows],
            mentee_score=problem.mentee_score[rows],
            mentor_score=problem.mentor_score[rows],
            **{"mentee_ids": [f"e{n}" for n in mentees], "mentor_ids": [f"r{n}" for n in mentors]} if ids else {},
        )
        same = Problem(**{**vars_of(problem), **named})

        before, after = assign(same).mentor_of, assign(other).mentor_of

        there = np.where(after == UNMATCHED, UNMATCHED, moved[1][after])
        assert before[moved[0]].tolist() == there.tolist()


def vars_of(problem: Problem) -> dict:
    return {name: getattr(problem, name) for name in problem.__dataclass_fields__}


@pytest.mark.parametrize(
    "wrong",
    [
        {"capacity": np.array([1])},
        {"capacity": np.array([1, -1])},
        {"pair_mentee": np.array([0, 9])},
        {"pair_mentor": np.array([0, 0]), "pair_mentee": np.array([0, 0])},
        {"score": np.array([0.5, np.nan])},
        {"score": np.array([0.5])},
        {"locked": [(0, 0), (0, 1)]},
        {"locked": [(0, 7)]},
        {"mentee_ids": ["a", "a"]},
    ],
)
def test_what_does_not_fit_together_is_refused(wrong: dict) -> None:
    fine = {
        "mentees": 2,
        "mentors": 2,
        "capacity": np.array([1, 1]),
        "pair_mentee": np.array([0, 1]),
        "pair_mentor": np.array([0, 1]),
        "score": np.array([0.5, 0.5]),
    }
    Problem(**fine)

    with pytest.raises(ValueError, match=r".+"):
        Problem(**{**fine, **wrong})


def test_nobody_and_nothing_make_an_empty_match() -> None:
    none = np.zeros(0, dtype=np.int64)
    for mentees, capacity in ((0, none), (3, none), (0, np.array([2])), (3, np.array([2]))):
        problem = Problem(
            mentees=mentees, mentors=len(capacity), capacity=capacity, pair_mentee=none, pair_mentor=none, score=none
        )

        assert assign(problem).mentor_of.tolist() == [UNMATCHED] * mentees
        assert measure(assign(problem)).matched == 0
