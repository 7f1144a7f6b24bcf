"""Why somebody has this partner, and what else would have been there. Names nobody but the two."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aizuchi.programs.matching.problem import UNMATCHED, Assignment, Bools, Floats, Ints

MOST_REASONS = 3
MOST_WISHES = 16
"""As many are always looked at, so that looking takes equally long."""


class Wish(enum.Enum):
    """What became of a wish. Full, not by the rules and a veto are one value: which of them, nobody learns."""

    GIVEN = "given"
    FREE = "free"
    NOT_POSSIBLE = "not_possible"


NOT_POSSIBLE = Wish.NOT_POSSIBLE


@dataclass(frozen=True)
class Explanation:
    """Why these two.

    reasons: up to three parts of the score that gave most, largest first, with what each gave; none that gave nothing
    mentee_rank, mentor_rank: which wish of the one the other was; 0 for none
    rules: what the pair had to pass, by name; what somebody keeps to themselves is not among them
    first_wish: what became of the mentee's first wish; None where there was none
    locked: given by hand
    """

    mentee: int
    mentor: int
    reasons: tuple[tuple[str, float], ...]
    mentee_rank: int
    mentor_rank: int
    rules: tuple[str, ...]
    first_wish: Wish | None
    locked: bool


def explain(
    assignment: Assignment,
    mentee: int,
    *,
    contributions: Floats,
    parts: Sequence[str],
    rules: Sequence[str] = (),
    wishes: Sequence[int] = (),
) -> Explanation | None:
    """None where the mentee has nobody.

    contributions: float[e, parts], what each part adds to the score of each pair; parts: what they are called
    wishes: the mentors whom the mentee wished for, dearest first, whether they could be candidates or not
    """
    problem, mentor = assignment.problem, int(assignment.mentor_of[mentee])
    if mentor == UNMATCHED:
        return None
    row = int(assignment.pair_of[mentee])
    known = row != UNMATCHED
    return Explanation(
        mentee=mentee,
        mentor=mentor,
        reasons=find_reasons(contributions[row], parts) if known else (),
        mentee_rank=int(problem.mentee_rank[row]) if known else 0,
        mentor_rank=int(problem.mentor_rank[row]) if known else 0,
        rules=tuple(rules) if known else (),
        first_wish=what_if(assignment, mentee, wishes)[0] if wishes else None,
        locked=(mentee, mentor) in set(problem.locked),
    )


def find_reasons(given: Floats, parts: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Of what each part gives to one pair the three largest that give anything; equals in the order of the parts."""
    order = np.argsort(-given, kind="stable")[:MOST_REASONS]
    return tuple((parts[at], float(given[at])) for at in order.tolist() if given[at] > 0)


def what_if(assignment: Assignment, mentee: int, wishes: Sequence[int]) -> tuple[Wish, ...]:
    """What became of each wish (mentors by number, dearest first): whether the mentor has a place left that the mentee
    could have had. Takes the same steps whatever the answer. Raises ValueError for more than MOST_WISHES."""
    if len(wishes) > MOST_WISHES:
        raise ValueError(f"no more than {MOST_WISHES} wishes")
    asked = np.full(MOST_WISHES, UNMATCHED, dtype=np.int64)
    asked[: len(wishes)] = wishes
    given = (asked == assignment.mentor_of[mentee]) & (asked != UNMATCHED)
    open_ = _could_have(assignment, mentee, asked) & _has_place(assignment, asked)
    values = np.select([given, open_], [0, 1], default=2)
    names = (Wish.GIVEN, Wish.FREE, Wish.NOT_POSSIBLE)
    return tuple(names[value] for value in values[: len(wishes)].tolist())


def _could_have(assignment: Assignment, mentee: int, asked: Ints) -> Bools:
    found: Bools = assignment.problem.find(np.full(len(asked), mentee, dtype=np.int64), asked) != UNMATCHED
    return found


def _has_place(assignment: Assignment, asked: Ints) -> Bools:
    left = assignment.load < assignment.problem.capacity
    has: Bools = np.append(left, False)[asked]
    return has
