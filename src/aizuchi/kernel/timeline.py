"""Time as a row of five-minute cells: what is taken is painted, what is asked is summed up."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DAY = datetime.timedelta(days=1)
CELL = 300
"""Seconds. Every zone's offset is a multiple of it, and so is every time that people agree on."""

Mask: TypeAlias = NDArray[np.bool_]
Spans: TypeAlias = NDArray[np.int64]
"""Pairs of seconds since the epoch, half-open, in any order; they may overlap."""


@dataclass(frozen=True)
class Span:
    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True)
class TimeWindow:
    """The stretch of time that is looked at."""

    first: int
    cells: int

    @property
    def seconds(self) -> int:
        return self.cells * CELL

    @property
    def starts_at(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.first, datetime.UTC)

    @property
    def ends_at(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.first + self.seconds, datetime.UTC)

    def paint(self, spans: Spans, *, margin: int = 0) -> Mask:
        """Which cells any of the spans touches, made longer by `margin` seconds on both sides."""
        if not len(spans):
            return np.zeros(self.cells, dtype=np.bool_)
        starts = np.clip((spans[:, 0] - margin - self.first) // CELL, 0, self.cells)
        ends = np.clip(-((self.first - spans[:, 1] - margin) // CELL), 0, self.cells)
        steps = np.bincount(starts, minlength=self.cells + 1) - np.bincount(
            np.maximum(starts, ends), minlength=self.cells + 1
        )
        return np.cumsum(steps[: self.cells]) > 0

    def cell_at(self, moment: datetime.datetime) -> int:
        return int((moment.timestamp() - self.first) // CELL)

    def moment_of(self, cell: int) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.first + cell * CELL, datetime.UTC)


def window_of(starts_at: datetime.datetime, ends_at: datetime.datetime) -> TimeWindow:
    """Begins on a full quarter of an hour."""
    first = -(-int(starts_at.timestamp()) // 900) * 900
    return TimeWindow(first, max(0, (int(ends_at.timestamp()) - first) // CELL))


def spans_of(rows: Iterable[tuple[datetime.datetime, datetime.datetime]]) -> Spans:
    seconds = [(int(starts.timestamp()), -int(-ends.timestamp() // 1)) for starts, ends in rows]
    return np.array(seconds, dtype=np.int64).reshape(-1, 2)


def join_spans(parts: Sequence[Spans]) -> Spans:
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *parts])


def sums(mask: Mask) -> NDArray[np.int64]:
    """Painted cells before each cell, so that a stretch is asked with one subtraction."""
    return np.concatenate([[0], np.cumsum(mask, dtype=np.int64)])


def at_minute(day: datetime.date, minute: int, zone: ZoneInfo) -> datetime.datetime:
    """That time on the wall. On a day of a clock change the minutes on the wall count, not those that passed."""
    day, minute = (day + DAY, minute - 24 * 60) if minute >= 24 * 60 else (day, minute)
    return datetime.datetime.combine(day, datetime.time(minute // 60, minute % 60), zone)
