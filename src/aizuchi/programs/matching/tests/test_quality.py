import numpy as np
import pytest

from aizuchi.programs.matching import (
    NOT_POSSIBLE,
    UNMATCHED,
    ManualChange,
    Problem,
    Wish,
    assign,
    compare,
    consequence,
    measure,
    what_if,
)
from aizuchi.programs.matching.tests.made_up import make


@pytest.fixture
def problem() -> Problem:
    """Two mentors with one place each, three mentees, who all like 0 best."""
    return Problem(
        mentees=3,
        mentors=2,
        capacity=np.array([1, 1]),
        pair_mentee=np.array([0, 0, 1, 1, 2]),
        pair_mentor=np.array([0, 1, 0, 1, 0]),
        score=np.array([1.0, 0.6, 0.8, 0.6, 0.4]),
    )


def test_a_draft_says_what_it_is_worth(problem: Problem) -> None:
    quality = measure(assign(problem))

    assert quality.total == pytest.approx(1.6)
    assert quality.worst_off == (1, 0.3)
    assert list(quality.unmatched) == [2]
    assert quality.blocking == []
    assert quality.load == [1, 1]


def test_a_change_tells_who_would_have_to_leave_and_what_solving_the_rest_gives(problem: Problem) -> None:
    draft = assign(problem)

    told = consequence(problem, draft, ManualChange(mentee=1, mentor=0))

    assert (told.possible, told.displaced) == (True, 0)
    assert told.alone.mentor_of.tolist() == [UNMATCHED, 0, UNMATCHED]
    assert told.solved.mentor_of.tolist() == [1, 0, UNMATCHED]
    assert told.change_alone.newly_unmatched == [0]
    assert told.change_solved.total == pytest.approx(-0.2)
    assert (told.change_solved.better, told.change_solved.worse) == ([1], [0])


def test_who_is_locked_is_not_displaced(problem: Problem) -> None:
    locked = problem.with_locked([(0, 0)])

    with pytest.raises(ValueError, match="locked"):
        consequence(locked, assign(locked), ManualChange(mentee=1, mentor=0))


def test_somebody_can_be_left_out_by_hand(problem: Problem) -> None:
    told = consequence(problem, assign(problem), ManualChange(mentee=0, mentor=UNMATCHED))

    assert told.solved.mentor_of.tolist() == [UNMATCHED, 1, 0]
    assert told.displaced is None


def test_a_draft_beside_itself_changes_nothing() -> None:
    draft = assign(make(np.random.default_rng(1), 8, 6))

    same = compare(draft, draft)

    assert (same.total, same.worst_off, same.blocking) == (0, 0, 0)
    assert same.moved == same.newly_matched == same.newly_unmatched == []


def test_a_wish_was_given_or_free_or_not_possible_and_why_not_nobody_learns(problem: Problem) -> None:
    """Mentee 2 is full at 0, and has no place at 1 for a reason that may be a veto."""
    draft = assign(problem)

    assert what_if(draft, 2, [0, 1]) == (NOT_POSSIBLE, NOT_POSSIBLE)
    assert what_if(draft, 0, [1, 0]) == (NOT_POSSIBLE, Wish.GIVEN)
    roomy = assign(Problem(**{**fields(problem), "capacity": np.array([2, 2])}))
    assert what_if(roomy, 0, [1, 0]) == (Wish.FREE, Wish.GIVEN)
    assert what_if(roomy, 2, [1]) == (NOT_POSSIBLE,)


def fields(problem: Problem) -> dict:
    return {name: getattr(problem, name) for name in problem.__dataclass_fields__}
