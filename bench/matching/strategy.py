"""What a mentee gains by not saying what is true: by leaving wishes out or turning them.

    python -m bench.matching.strategy [PROGRAMS]

Each program has 20 mentees, 8 mentors and 22 places. What a mentee would truly like is partly what the score knows of
and partly their own. Of each program two mentees try, one after the other, every way of saying something else below,
and see by the whole match anew whether they get somebody whom they truly like better.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from aizuchi.programs.matching import UNMATCHED, Assignment, Problem, assign, propose

MENTEES, MENTORS, PLACES, TRYING = 20, 8, 22, 2
MOST = 3
"""Wishes, where they are limited."""
Wishes = list[list[int]]


@dataclass(frozen=True)
class Program:
    capacity: np.ndarray
    known: np.ndarray
    """float[mentees, mentors], what the score knows of."""
    liking: np.ndarray
    """What the mentee would truly like."""
    mentors_liking: np.ndarray


def make_program(rng: np.random.Generator) -> Program:
    capacity = np.ones(MENTORS, dtype=np.int64)
    np.add.at(capacity, rng.integers(0, MENTORS, PLACES - MENTORS), 1)
    known = rng.random((MENTEES, MENTORS))
    popular = rng.random(MENTORS)
    return Program(
        capacity=capacity,
        known=known,
        liking=known / 2 + popular / 2 + rng.random((MENTEES, MENTORS)),
        mentors_liking=rng.random((MENTEES, MENTORS)),
    )


def tell_truth(program: Program, most: int) -> Wishes:
    return np.argsort(-program.liking, axis=1)[:, :most].tolist()


def say_otherwise(rng: np.random.Generator, wishes: list[int]) -> Iterator[list[int]]:
    """Other lists than the true one: one left out, the end left out, two turned, all turned, others in between."""
    for at in range(len(wishes)):
        yield wishes[:at] + wishes[at + 1 :]
        yield wishes[:at]
    for at in range(len(wishes) - 1):
        yield [*wishes[:at], wishes[at + 1], wishes[at], *wishes[at + 2 :]]
    yield wishes[::-1]
    for _ in range(3):
        yield rng.permutation(MENTORS)[: len(wishes)].tolist()


def make_problem(program: Program, wishes: Wishes, *, in_score: bool) -> Problem:
    """Where wishes are in the score, a first one weighs as much as everything that is known."""
    rank = np.zeros((MENTEES, MENTORS), dtype=np.int64)
    for mentee, wished in enumerate(wishes):
        rank[mentee, wished] = np.arange(1, len(wished) + 1)
    worth = np.where(rank > 0, (MOST + 1 - rank).clip(1) / MOST, 0) if in_score else 0
    mentee, mentor = (each.ravel() for each in np.indices((MENTEES, MENTORS)))
    mentee_score, mentor_score = (program.known / 2 + worth).ravel(), program.mentors_liking.ravel()
    return Problem(
        mentees=MENTEES,
        mentors=MENTORS,
        capacity=program.capacity,
        pair_mentee=mentee,
        pair_mentor=mentor,
        score=mentee_score + mentor_score,
        mentee_score=mentee_score,
        mentor_score=mentor_score,
        mentee_rank=rank.ravel(),
    )


def look_for_gain(
    many: int, match: Callable[[Problem], Assignment], *, most: int, in_score: bool
) -> tuple[int, int, float]:
    """How many tried, how many could gain, and how many places further up on their true list those came on average."""
    rng = np.random.default_rng(17)
    tried, gained = 0, []
    for _ in range(many):
        program = make_program(rng)
        truth = tell_truth(program, most)
        place = np.argsort(np.argsort(-program.liking, axis=1), axis=1)
        honest = match(make_problem(program, truth, in_score=in_score)).mentor_of
        for mentee in rng.permutation(MENTEES)[:TRYING].tolist():
            tried += 1
            had = _place(place[mentee], honest[mentee])
            best = had
            for other in say_otherwise(rng, truth[mentee]):
                said = [*truth[:mentee], other, *truth[mentee + 1 :]]
                best = min(
                    best, _place(place[mentee], match(make_problem(program, said, in_score=in_score)).mentor_of[mentee])
                )
            if best < had:
                gained.append(had - best)
    return tried, len(gained), float(np.mean(gained)) if gained else 0.0


def _place(places: np.ndarray, mentor: int) -> int:
    return MENTORS if mentor == UNMATCHED else int(places[mentor])


def without_mentees_wishes(problem: Problem) -> Problem:
    return replace(problem, mentee_rank=np.zeros_like(problem.mentee_rank))


WAYS: dict[str, tuple[Callable[[Problem], Assignment], int, bool]] = {
    "mutual, as many wishes as there are mentors": (propose, MENTORS, False),
    "mutual, lists end with the wishes, as many as one likes": (
        lambda one: propose(one, complete=False),
        MENTORS,
        False,
    ),
    f"mutual, {MOST} wishes, then by score": (propose, MOST, False),
    f"mutual, lists end after {MOST} wishes": (lambda one: propose(one, complete=False), MOST, False),
    f"assign, {MOST} wishes": (assign, MOST, True),
    f"assign, {MOST} wishes, largest total only": (lambda one: assign(one, floor=False, stable=False), MOST, True),
}


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for name, (match, most, in_score) in WAYS.items():
        tried, gained, further = look_for_gain(many, match, most=most, in_score=in_score)
        share = 100 * gained / tried
        print(f"{name}: {gained} of {tried} could gain ({share:.1f} %), {further:.2f} places on average", flush=True)


if __name__ == "__main__":
    main()
