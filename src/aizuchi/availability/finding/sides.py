"""One of the two, as the search sees them: what is taken, and how the week is liked."""

import datetime
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from aizuchi.kernel.timeline import DAY, Mask, Spans, TimeWindow, at_minute, spans_of

MINUTE = 60


@dataclass(frozen=True)
class Stretch:
    """A part of one weekday in local time, as `TimeRule` keeps it."""

    weekday: int
    starts_minute: int
    ends_minute: int
    kind: str


ORDINARY_WEEK = tuple(
    stretch
    for weekday in range(5)
    for stretch in (Stretch(weekday, 9 * 60, 18 * 60, "work"), Stretch(weekday, 12 * 60, 13 * 60, "lunch"))
)


def no_spans() -> Spans:
    return np.empty((0, 2), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Side:
    zone: ZoneInfo
    busy: Spans = field(default_factory=no_spans)
    tentative: Spans = field(default_factory=no_spans)
    week: Sequence[Stretch] = ORDINARY_WEEK
    away: Sequence[tuple[datetime.date, datetime.date | None]] = ()
    days_off: Container[datetime.date] = frozenset()
    buffer_minutes: int = 0
    travel_minutes: int = 0
    preparation_minutes: int = 0


@dataclass(frozen=True)
class Painted:
    """A side over one window."""

    side: Side
    window: TimeWindow
    margin_minutes: int

    @cached_property
    def busy(self) -> Mask:
        """Exactly what is taken: the preparation before a 1on1 may touch another appointment."""
        return self.window.paint(self.side.busy)

    @cached_property
    def crowded(self) -> Mask:
        """What is taken, and what has to stay free around it."""
        return self.window.paint(self.side.busy, margin=self.margin_minutes * MINUTE)

    @cached_property
    def tentative(self) -> Mask:
        return self.window.paint(self.side.tentative)

    @cached_property
    def open(self) -> Mask:
        """At work, not at lunch, not on leave, no holiday, and never 'never'."""
        return self._of("work") & ~self._of("lunch") & ~self.never

    @cached_property
    def never(self) -> Mask:
        return self._of("never")

    @cached_property
    def good(self) -> Mask:
        return self._of("good") & ~self.avoided

    @cached_property
    def avoided(self) -> Mask:
        return self._of("avoid")

    def _of(self, kind: str) -> Mask:
        stretches = [stretch for stretch in self.side.week if stretch.kind == kind]
        days = self._days if kind == "work" else self._all_days
        return self.window.paint(
            spans_of(
                (
                    at_minute(day, stretch.starts_minute, self.side.zone),
                    at_minute(day, stretch.ends_minute, self.side.zone),
                )
                for day in days
                for stretch in stretches
                if stretch.weekday == day.weekday()
            )
        )

    @cached_property
    def _all_days(self) -> Sequence[datetime.date]:
        return list(_days_between(self.window.starts_at, self.window.ends_at, self.side.zone))

    @cached_property
    def _days(self) -> Sequence[datetime.date]:
        return [day for day in self._all_days if self.is_there_on(day)]

    def is_there_on(self, day: datetime.date) -> bool:
        return day not in self.side.days_off and not any(
            first <= day and (until is None or day < until) for first, until in self.side.away
        )


def _days_between(first: datetime.datetime, until: datetime.datetime, zone: ZoneInfo) -> Iterator[datetime.date]:
    day = first.astimezone(zone).date()
    while day <= until.astimezone(zone).date():
        yield day
        day += DAY
