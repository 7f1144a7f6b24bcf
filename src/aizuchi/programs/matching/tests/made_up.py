"""Made-up problems, and the slow answers that ours are held against."""

import numpy as np

from aizuchi.programs.matching.problem import Problem


def make(
    rng: np.random.Generator, mentees: int, mentors: int, *, most: int = 2, density: float = 0.7, digits: int = 1
) -> Problem:
    """Few digits make many equals. Everybody has ranked some of their candidates."""
    mentee, mentor = np.nonzero(rng.random((mentees, mentors)) < density)
    many = len(mentee)
    mentee_score, mentor_score = rng.random(many).round(digits), rng.random(many).round(digits)
    return Problem(
        mentees=mentees,
        mentors=mentors,
        capacity=rng.integers(0, most + 1, mentors),
        pair_mentee=mentee,
        pair_mentor=mentor,
        score=mentee_score + mentor_score,
        mentee_score=mentee_score,
        mentor_score=mentor_score,
        mentee_rank=_rank(rng, mentee),
        mentor_rank=_rank(rng, mentor),
    )


def _rank(rng: np.random.Generator, one: np.ndarray) -> np.ndarray:
    """Up to three wishes of each."""
    rank = np.zeros(len(one), dtype=np.int64)
    for each in np.unique(one):
        rows = rng.permutation(np.flatnonzero(one == each))[: rng.integers(0, 4)]
        rank[rows] = np.arange(1, len(rows) + 1)
    return rank


def try_all(problem: Problem) -> tuple[int, int]:
    """The most who can have somebody, and the largest total in points then: mentee by mentee, by places left."""
    pairs: list[list[tuple[int, int]]] = [[] for _ in range(problem.mentees)]
    for mentee, mentor, points in zip(
        problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), problem.points.tolist(), strict=True
    ):
        pairs[mentee].append((mentor, points))
    reached = {tuple(problem.capacity.tolist()): (0, 0)}
    for some in pairs:
        for left, (matched, total) in list(reached.items()):
            for mentor, points in some:
                if left[mentor]:
                    then = (*left[:mentor], left[mentor] - 1, *left[mentor + 1 :])
                    reached[then] = max(reached.get(then, (0, 0)), (matched + 1, total + points))
    return max(reached.values())
