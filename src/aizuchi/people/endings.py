"""What would end in the rooms above if lines changed or people left: asked before it is done.

Who knows says so in its manifest by an `EndingsKnown`; this room knows neither pairs nor 1on1s.
"""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from aizuchi.kernel.manifests import gather
from aizuchi.people.events import SupervisorChange
from aizuchi.people.models import Organization


@dataclass(frozen=True, kw_only=True)
class ConsideredChange:
    """What somebody is about to do. A departure is a person and their last day at work."""

    supervisors: tuple[SupervisorChange, ...] = ()
    departures: tuple[tuple[uuid.UUID, datetime.date], ...] = ()


@dataclass(frozen=True, kw_only=True)
class EndingPair:
    """One pair that would end: `until_on` is the first day without it."""

    pair_id: uuid.UUID
    kind_label: str
    mentee_id: uuid.UUID
    mentor_id: uuid.UUID
    until_on: datetime.date
    meetings: int = 0
    """1on1s with a date from that day on, which would be called off."""


@dataclass(frozen=True, kw_only=True)
class Endings:
    pairs: tuple[EndingPair, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pairs)

    @property
    def pair_count(self) -> int:
        return len(self.pairs)

    @property
    def meeting_count(self) -> int:
        return sum(pair.meetings for pair in self.pairs)

    @property
    def pairs_by_kind(self) -> list[tuple[str, int]]:
        """The most first."""
        return Counter(pair.kind_label for pair in self.pairs).most_common()

    @property
    def meetings_by_day(self) -> list[tuple[datetime.date, int]]:
        """How many 1on1s each last day would call off."""
        days: Counter[datetime.date] = Counter()
        for pair in self.pairs:
            days[pair.until_on] += pair.meetings
        return sorted((day, count) for day, count in days.items() if count)

    @property
    def mark(self) -> str:
        """What somebody has read when they press: other numbers are asked about again."""
        return f"{self.pair_count}-{self.meeting_count}"


@dataclass(frozen=True)
class EndingsKnown:
    """`foretell` answers in a handful of queries, however many people it is about, and writes nothing."""

    foretell: Callable[[Organization, ConsideredChange, datetime.datetime], Endings]


def what_would_end(organization: Organization, change: ConsideredChange, *, now: datetime.datetime) -> Endings:
    """All that those who know foretell."""
    found = [known.foretell(organization, change, now) for known in gather(EndingsKnown)]
    return Endings(pairs=tuple(pair for endings in found for pair in endings.pairs))
