"""When the two could meet next, going by what they do already."""

import calendar
import datetime
from collections.abc import Callable, Collection

from aizuchi.pairs.models import Pair

Step = Callable[[datetime.datetime], datetime.datetime]
_MONTHS = {Pair.Cadence.MONTHLY: 1, Pair.Cadence.EVERY_2_MONTHS: 2, Pair.Cadence.QUARTERLY: 3}
_WEEKS = {Pair.Cadence.WEEKLY: 1, Pair.Cadence.EVERY_2_WEEKS: 2}


def step_by(start: datetime.datetime, *, cadence: str) -> datetime.datetime | None:
    """One step on: same weekday, same hour; every month means the same weekday of the month (the third Thursday)."""
    if cadence in _WEEKS:
        return start + datetime.timedelta(weeks=_WEEKS[Pair.Cadence(cadence)])
    if cadence in _MONTHS:
        return _same_weekday_later(start, months=_MONTHS[Pair.Cadence(cadence)])
    return None


def suggest_start(
    *,
    latest: datetime.datetime,
    cadence: str,
    now: datetime.datetime,
    is_free: Callable[[datetime.date], bool] = lambda _day: True,
) -> datetime.datetime | None:
    """The first step after `latest` that lies ahead, on a weekday, with both there; None without a rhythm.

    `latest` is in the time zone whose hour is to be kept.
    """
    candidate = latest
    for _ in range(60):
        step = step_by(candidate, cadence=cadence)
        if step is None:
            return None
        candidate = step
        if candidate > now and is_free(candidate.date()):
            return _on_a_weekday(candidate)
    return None


def are_there(absences: Collection[tuple[datetime.date, datetime.date | None]]) -> Callable[[datetime.date], bool]:
    """Half-open absences of either person."""

    def is_free(day: datetime.date) -> bool:
        return not any(first <= day and (until is None or day < until) for first, until in absences)

    return is_free


def _same_weekday_later(start: datetime.datetime, *, months: int) -> datetime.datetime:
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    nth = (start.day - 1) // 7
    first, length = calendar.monthrange(year, month)
    day = 1 + (start.weekday() - first) % 7 + 7 * nth
    return start.replace(year=year, month=month, day=day if day <= length else day - 7)


def _on_a_weekday(moment: datetime.datetime) -> datetime.datetime:
    return moment + datetime.timedelta(days=max(0, 7 - moment.weekday()) if moment.weekday() >= 5 else 0)
