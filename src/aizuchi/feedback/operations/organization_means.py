"""What mentors are compared with, quarter by quarter, so that no step of it is one colleague's.

Whoever sees a mean before and after a quarter can subtract. So a quarter counts where the answers that it brings are of
several mentors; where they are not, they wait and count together with the next ones, at most a year. They also leave
together, and every number is a sum of such portions. The same holds for what is left of a step when the steps of the
levels below it are taken away.
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
    by_quarter: dict[datetime.date, dict[MentorCell, Portion]] = defaultdict(dict)
    for quarter_on, mentor_id, cell, tally in blocks:
        for level in {cell, cell.general, OVERALL}:
            by_quarter[quarter_on].setdefault(level, Portion(quarter_on)).add(mentor_id, tally)
    levels: dict[MentorCell, _Level] = defaultdict(_Level)
    for quarter_on in sorted(by_quarter):
        _take_in(levels, by_quarter[quarter_on], quarter_on)
    return {cell: _count(level.counted, latest) for cell, level in levels.items() if level.counted}


@dataclass
class _Level:
    counted: list[Portion] = field(default_factory=list)
    waiting: list[Portion] = field(default_factory=list)
    below: Counter[uuid.UUID] = field(default_factory=Counter)
    """What the levels below it counted since it last did: whoever sees both takes one from the other."""

    def let_wait(self, portion: Portion, quarter_on: datetime.date) -> Portion:
        self.waiting = [one for one in self.waiting if one.quarter_on > quarter_on - YEAR] + [portion]
        return Portion(quarter_on, sum((one.answers for one in self.waiting), Counter()), _sum(self.waiting))


def _take_in(
    levels: dict[MentorCell, _Level], portions: Mapping[MentorCell, Portion], quarter_on: datetime.date
) -> None:
    together = {cell: levels[cell].let_wait(portion, quarter_on) for cell, portion in portions.items()}
    told = {cell for cell, portion in together.items() if may_be_compared(portion.answers)}
    for parent in [OVERALL, *(cell for cell in together if not cell.is_exact and cell != OVERALL)]:
        if parent in told:
            _let_children_wait(levels[parent], parent, together, told)
    for cell in sorted(told, key=lambda cell: cell.is_exact, reverse=True):  # topics, then responses, then the whole
        levels[cell].counted.append(together[cell])
        levels[cell].waiting, levels[cell].below = [], Counter()
    for cell in told - {OVERALL}:
        parent = cell.general if cell.is_exact else OVERALL
        if parent not in told:
            levels[parent].below.update(together[cell].answers)


def _let_children_wait(
    level: _Level, parent: MentorCell, together: Mapping[MentorCell, Portion], told: set[MentorCell]
) -> None:
    """Until the rest of this step is of several, or nothing: the smallest first, and at last the level itself."""
    children = {cell for cell in told if cell != parent and (cell.general if cell.is_exact else OVERALL) == parent}
    while True:
        rest = Counter(together[parent].answers)
        for taken in (level.below, *(together[cell].answers for cell in children)):
            rest.subtract(taken)
        if not +rest or may_be_compared(+rest):
            return
        smallest = min(children, key=lambda cell: (together[cell].tally.answers, repr(cell)), default=parent)
        children.discard(smallest)
        told.discard(smallest)
        if smallest == parent:
            return


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
