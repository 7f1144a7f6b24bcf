"""What mentors are compared with, quarter by quarter, so that no step of it is one colleague's.

Whoever sees a mean before and after a quarter can subtract. So a quarter counts where the answers that it brings are of
several mentors; where they are not, they wait and count together with the next ones, at most a year. They also leave
together, and every number is a sum of such portions.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.estimation.tallies import OVERALL, MentorCell, Tally
from aizuchi.kernel.disclosure_control import may_be_compared

YEAR = 4 * QUARTER


@dataclass(frozen=True)
class Counted:
    """One cell, over time."""

    ever: Tally
    year: Tally
    before: Tally
    """The year as it was a quarter earlier."""


@dataclass
class Portion:
    """Of a level: what one quarter brought, or several that counted together in the last of them."""

    quarter_on: datetime.date
    answers: Counter[uuid.UUID] = field(default_factory=Counter)
    """By mentor."""
    tally: Tally = field(default_factory=Tally)

    def add(self, mentor_id: uuid.UUID, tally: Tally) -> None:
        self.answers[mentor_id] += tally.answers
        self.tally += tally


BlockTally = tuple[datetime.date, uuid.UUID, MentorCell, Tally]
"""Quarter, mentor, where, what."""


def count_what_may_be_told(blocks: Iterable[BlockTally], *, latest: datetime.date) -> dict[MentorCell, Counted]:
    """Every level with all that lies below it."""
    portions: dict[MentorCell, dict[datetime.date, Portion]] = defaultdict(dict)
    for quarter_on, mentor_id, cell, tally in blocks:
        for level in {cell, cell.general, OVERALL}:
            portions[level].setdefault(quarter_on, Portion(quarter_on)).add(mentor_id, tally)
    told = {level: _let_wait(by_quarter) for level, by_quarter in portions.items()}
    return {level: _count(counted, latest) for level, counted in told.items() if counted}


def _let_wait(by_quarter: Mapping[datetime.date, Portion]) -> list[Portion]:
    counted: list[Portion] = []
    waiting: list[Portion] = []
    for quarter_on in sorted(by_quarter):
        waiting = [one for one in waiting if one.quarter_on > quarter_on - YEAR] + [by_quarter[quarter_on]]
        together = Portion(quarter_on, sum((one.answers for one in waiting), Counter()), _sum(waiting))
        if may_be_compared(together.answers):
            counted.append(together)
            waiting = []
    return counted


def _count(portions: Iterable[Portion], latest: datetime.date) -> Counted:
    portions = list(portions)
    before = latest - QUARTER
    return Counted(
        ever=_sum(portions),
        year=_sum(one for one in portions if one.quarter_on > latest - YEAR),
        before=_sum(one for one in portions if before - YEAR < one.quarter_on <= before),
    )


def _sum(portions: Iterable[Portion]) -> Tally:
    return sum((one.tally for one in portions), Tally())
