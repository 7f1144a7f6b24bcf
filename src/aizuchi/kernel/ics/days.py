"""Whole days of a calendar file, each told apart from what was left out and why."""

import datetime
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar import Calendar, Component
from icalendar.prop import vBroken

from aizuchi.kernel.ics.reading import parse
from aizuchi.kernel.ics.spreading import spread
from aizuchi.kernel.ics.walls import Unreadable, begin_of

DAY = datetime.timedelta(days=1)
AHEAD = 3  # years for which what comes back each year is laid
LONGEST = 366
REASONS = ("no_date", "two_dates", "not_whole_days", "called_off", "too_long", "odd_rule", "no_more")


@dataclass(frozen=True, kw_only=True)
class CalendarDays:
    """Days with their names; and of what was left out, in which line it begins and why (one of REASONS)."""

    days: list[tuple[datetime.date, str]] = field(default_factory=list)
    left_out: list[tuple[int, str]] = field(default_factory=list)


class _LeftOut(Exception):
    """Named by its reason."""


def read_calendar_days(data: bytes, *, today: datetime.date) -> CalendarDays:
    """What comes back is laid from this year on. Raises Unreadable."""
    lines = _lines_of_events(data)
    found = CalendarDays()
    for event in _events(parse(data)):
        line = next(lines, 0)
        try:
            found.days.extend((day, str(event.get("SUMMARY", ""))) for day in _days_of(event, today))
        except _LeftOut as reason:
            found.left_out.append((line, str(reason)))
        except (Unreadable, ValueError, OverflowError):
            found.left_out.append((line, "odd_rule" if "RRULE" in event else "no_date"))
    return found


def _days_of(event: Component, today: datetime.date) -> list[datetime.date]:
    start = event.get("DTSTART")
    if isinstance(start, list):
        raise _LeftOut("two_dates")
    if start is None or isinstance(start, vBroken):
        raise _LeftOut("no_date")
    if not begin_of(event, datetime.UTC).is_day:
        raise _LeftOut("not_whole_days")
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        raise _LeftOut("called_off")
    first = start.dt
    repeats = "RRULE" in event or "RDATE" in event
    since = datetime.datetime(today.year if repeats else first.year, 1, 1, tzinfo=datetime.UTC)
    until = datetime.datetime((today.year if repeats else first.year) + AHEAD, 1, 1, tzinfo=datetime.UTC)
    days = [
        day
        for one in itertools.islice(spread([event], since=since, until=until, zone=datetime.UTC), 1000)
        for day in _between(one.starts_at, one.ends_at)
    ]
    if repeats:
        days = [day for day in days if today.year <= day.year < today.year + AHEAD]
    if not days:
        raise _LeftOut("no_more")
    return sorted(set(days))


def _between(starts_at: datetime.datetime, ends_at: datetime.datetime) -> list[datetime.date]:
    length = (ends_at - starts_at).days
    if length < 1:
        raise _LeftOut("no_date")
    if length > LONGEST:
        raise _LeftOut("too_long")
    first = datetime.date(starts_at.year, starts_at.month, starts_at.day)  # days were put on the wall of UTC
    return [first + number * DAY for number in range(length)]


def _events(calendar: Calendar) -> list[Component]:
    return list(calendar.walk("VEVENT"))


def _lines_of_events(data: bytes) -> Iterator[int]:
    for number, line in enumerate(re.split(rb"\r\n|\r|\n", data), start=1):
        if line.strip().upper() == b"BEGIN:VEVENT":
            yield number
