"""One week of both: free and busy, and where a 1on1 could begin. No details, because there are none."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from aizuchi.availability.finding.sides import Painted, Side
from aizuchi.availability.finding.slots import can_start, paint_side
from aizuchi.kernel.timeline import CELL, DAY, Mask, TimeWindow, at_minute, window_of

STEP_MINUTES = 30


@dataclass(frozen=True, kw_only=True)
class AvailabilityCell:
    """Half an hour on one day. For each side: free, tentative, busy or off (not at work)."""

    starts_at: datetime.datetime
    states: tuple[str, str]
    likes: tuple[bool, bool]
    may_start: bool


@dataclass(frozen=True, kw_only=True)
class DayColumn:
    day: datetime.date
    cells: tuple[AvailabilityCell, ...]


def look_at_week(
    *,
    sides: tuple[Side, Side],
    monday: datetime.date,
    zone: ZoneInfo,
    minutes: int,
    now: datetime.datetime,
    hours: tuple[int, int] = (8, 19),
    in_person: bool = False,
) -> list[DayColumn]:
    """Monday to Sunday on the wall of `zone`; a weekend without anything to offer is left out by the page."""
    starts_at = at_minute(monday, 0, zone)
    window = window_of(starts_at, at_minute(monday + 7 * DAY, 4 * 60, zone))  # a little more: late 1on1s end after
    length = max(1, -(-minutes * 60 // CELL))
    painted = [paint_side(side, window, in_person=in_person) for side in sides]
    possible = can_start(painted, window, length)
    return [_column(monday + n * DAY, zone, window, painted, possible, now, hours) for n in range(7)]


def _column(
    day: datetime.date,
    zone: ZoneInfo,
    window: TimeWindow,
    painted: Sequence[Painted],
    possible: Mask,
    now: datetime.datetime,
    hours: tuple[int, int],
) -> DayColumn:
    minutes = range(hours[0] * 60, hours[1] * 60, STEP_MINUTES)
    moments = [at_minute(day, minute, zone) for minute in minutes]
    return DayColumn(day=day, cells=tuple(_cell(moment, window, painted, possible, now) for moment in moments))


def _cell(
    moment: datetime.datetime, window: TimeWindow, painted: Sequence[Painted], possible: Mask, now: datetime.datetime
) -> AvailabilityCell:
    cell = window.cell_at(moment)
    here = slice(max(0, cell), cell + STEP_MINUTES * 60 // CELL)
    one, other = painted
    return AvailabilityCell(
        starts_at=moment,
        states=(_state(one, here), _state(other, here)),
        likes=(_likes(one, here), _likes(other, here)),
        may_start=moment > now and 0 <= cell < len(possible) and bool(possible[cell]),
    )


def _state(side: Painted, here: slice) -> str:
    if np.any(side.busy[here]):
        return "busy"
    if not np.all(side.open[here]):
        return "off"
    return "tentative" if np.any(side.tentative[here]) else "free"


def _likes(side: Painted, here: slice) -> bool:
    return bool(np.all(side.good[here]))
