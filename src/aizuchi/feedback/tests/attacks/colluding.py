"""A mentee who helps the mentor: sends what makes the others' answers go, until one person's stand alone (n − 1).

The mentor knows who brought what, and so what each right holds. Each person brings a topic of their own, which is the
best case for the two. Not known is who answers.
"""

import random
import uuid
from collections.abc import Callable, Sequence

from aizuchi.anonymous_answers.tests.attacks.result import Result
from aizuchi.feedback.release import Answer, AnswerCell, AnswerSheet, EligiblePerson, make_blocks

MARK = 1
"""What colluders answer, and nobody else here: so that a sum shows how many are not theirs."""
MENTEES, ANSWERING, WINDOW = 8, 0.45, uuid.UUID(int=1)
Strategy = Callable[[random.Random, int, Sequence[EligiblePerson]], list[AnswerSheet]]


def isolate_one(strategy: Strategy, *, worlds: int, seed: int, k: int = 5) -> Result:
    """In how many quarters with a sum exactly one answer in it is not the colluder's."""
    bare = told = 0
    for number in range(worlds):
        rng = random.Random(f"{seed}-{number}")
        eligible = [EligiblePerson(_key(person), WINDOW, frozenset({_cell(person)})) for person in range(MENTEES)]
        victim = 1
        honest = [
            AnswerSheet(WINDOW, (Answer(_cell(person), met, met),))
            for person in range(1, MENTEES)
            if person == victim or rng.random() < ANSWERING
            for met in [rng.randint(2, 5)]
        ]
        blocks = make_blocks(honest + strategy(rng, victim, eligible), eligible, k=k)
        told += bool(blocks)
        bare += any(sum(block.met) - block.met[MARK - 1] == 1 for block in blocks)
    return Result(f"n − 1: {strategy.__name__}", bare, max(told, 1), 0.0)


def send_boxes_about_everybody(
    rng: random.Random, victim: int, eligible: Sequence[EligiblePerson]
) -> list[AnswerSheet]:
    """Two boxes: one about all others, and a second one about those who probably answered."""
    others = [cell for person, one in enumerate(eligible) if person != victim for cell in one.cells]
    return [_box(others), _box(rng.sample(others, 2))]


def pass_for_two_others(rng: random.Random, victim: int, eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """Two boxes, each as one of the others could have sent it: what two tokens buy."""
    others = [one for person, one in enumerate(eligible) if person != victim]
    return [_box(one.cells) for one in rng.sample(others, 2)]


def pass_for_many_others(rng: random.Random, victim: int, eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """As many as a collector of tokens likes: what two tokens are there against."""
    others = [one for person, one in enumerate(eligible) if person != victim]
    return [_box(one.cells) for one in rng.sample(others, len(others) - 1)]


def _box(cells: Sequence[AnswerCell] | frozenset[AnswerCell]) -> AnswerSheet:
    return AnswerSheet(WINDOW, tuple(Answer(cell, MARK, MARK) for cell in cells))


def _cell(person: int) -> AnswerCell:
    return AnswerCell(_key(100 + person), _key(200 + person))


def _key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)
