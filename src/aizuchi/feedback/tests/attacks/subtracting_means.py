"""A mentor who looks at the organization's means before and after each quarter, and takes one from the other: a level's
step less those of the levels below it, and less their own answers. Is what remains one colleague's?"""

import datetime
import random
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence

from aizuchi.anonymous_answers.tests.attacks.result import Result
from aizuchi.feedback.estimation.tallies import OVERALL, MentorCell, Tally
from aizuchi.feedback.operations.organization_means import BlockTally, count_what_may_be_told
from aizuchi.kernel.disclosure_control import may_be_compared

MENTORS, QUARTERS = 7, 4
BASE = 10_000
"""Answers of each mentor are told apart by their total, so that a step shows whose answers it holds."""
Told = Mapping[MentorCell, Counter[int]]


def subtract_levels(*, worlds: int, seed: int) -> Result:
    """Of all steps of a response or of the whole: how many leave too little of too few."""
    hits = steps = 0
    for number in range(worlds):
        rng = random.Random(f"{seed}-{number}")
        blocks = _release(rng)
        seen: Told = {}
        below: dict[MentorCell, Counter[int]] = {}
        for quarter in range(QUARTERS):
            told = _look(blocks, quarter)
            stepped = {cell: counts - seen.get(cell, Counter()) for cell, counts in told.items()}
            for cell, step in stepped.items():
                if cell != OVERALL and step:
                    below.setdefault(_parent(cell), Counter()).update(step)
            for cell, step in stepped.items():
                if step and not cell.is_exact:
                    rest = step - below.pop(cell, Counter())
                    steps += 1
                    hits += bool(rest) and not may_be_compared(rest)
            seen = told
    return Result("a level's step less those below it is of few", hits, steps, 0.0)


def _release(rng: random.Random) -> list[BlockTally]:
    cells = [OVERALL, *(MentorCell(topic, response) for response in "ab" for topic in (None, "x", "y"))]
    return [
        (_day(quarter), uuid.UUID(int=mentor), cell, Tally(answers, answers * BASE**mentor))
        for quarter in range(QUARTERS)
        for mentor in range(MENTORS)
        for cell in cells
        if rng.random() < 0.4
        for answers in [rng.randint(5, 12)]
    ]


def _look(blocks: Sequence[BlockTally], quarter: int) -> Told:
    so_far = [block for block in blocks if block[0] <= _day(quarter)]
    counted = count_what_may_be_told(so_far, latest=_day(quarter))
    return {cell: _read(found.ever.total) for cell, found in counted.items()}


def _read(total: int) -> Counter[int]:
    return Counter({mentor: total // BASE**mentor % BASE for mentor in range(MENTORS)})


def _parent(cell: MentorCell) -> MentorCell:
    return cell.general if cell.is_exact else OVERALL


def _day(quarter: int) -> datetime.date:
    return datetime.date(2026, 1, 5) + quarter * datetime.timedelta(days=91)
