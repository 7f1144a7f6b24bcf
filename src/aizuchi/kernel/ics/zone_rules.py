"""A zone as calendars read it: one rule for summer and one for winter.

Outlook reads of a zone nothing but its name, where each part begins, a yearly rule and two offsets (MS-STANOICAL,
2.2.47), so a list of dates says nothing to it.
"""

import calendar
import datetime
import itertools
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from aizuchi.kernel.ics.rules import WEEKDAYS

AHEAD = 5  # years for which a rule has to hold
LAST = datetime.date(2038, 1, 1)
HOUR, DAY, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(days=1), datetime.timedelta(minutes=1)


@dataclass(frozen=True)
class _Change:
    """When clocks are put on: on the wall as it was, from which offset to which."""

    onset: datetime.datetime
    before: datetime.timedelta
    after: datetime.timedelta

    @property
    def places(self) -> set[int]:
        """Which of the weekdays of its month it is: counted from the first, and from the last."""
        size = calendar.monthrange(self.onset.year, self.onset.month)[1]
        return {(self.onset.day - 1) // 7 + 1, *([-1] if self.onset.day + 7 > size else [])}

    @property
    def shape(self) -> tuple[object, ...]:
        return self.onset.month, self.onset.weekday(), self.onset.time(), self.before, self.after


@cache
def describe_zone(name: str, first: int, last: int) -> Timezone:
    """Right for the years from `first` to `last`, and after them as far as its rules are regular."""
    zone = ZoneInfo(name)
    years = [_changes(zone, year) for year in range(first, max(last, first + AHEAD) + 1)]
    if not any(years):
        return _component(name, [_unchanging(zone, first)])
    spring_and_autumn = _rules(years) or (_rules(years[:1]) if first == last else None)
    if spring_and_autumn:
        return _component(name, [_part(change, place, zone) for change, place in spring_and_autumn])
    listed = Timezone.from_tzid(name, first_date=datetime.date(first - 1, 1, 1), last_date=LAST)
    listed.pop("comment", None)
    return listed


def _rules(years: list[list[_Change]]) -> list[tuple[_Change, int]] | None:
    """The two changes of the first year and the place that each has in every year. None: they have none."""
    if any(len(changes) != 2 for changes in years):
        return None
    found = []
    for number in (0, 1):
        same = [changes[number] for changes in years]
        places = set.intersection(*(change.places for change in same))
        if len({change.shape for change in same}) > 1 or not places:
            return None
        found.append((same[0], min(places)))
    return found


def _changes(zone: ZoneInfo, year: int) -> list[_Change]:
    begin = datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)
    days = [begin + number * DAY for number in range(367)]
    return [
        _change_between(zone, day, later)
        for day, later in itertools.pairwise(days)
        if _offset(zone, day) != _offset(zone, later) and later.year == year
    ]


def _change_between(zone: ZoneInfo, low: datetime.datetime, high: datetime.datetime) -> _Change:
    before, after = _offset(zone, low), _offset(zone, high)
    while high - low > MINUTE:
        middle = low + (high - low) // 2 // MINUTE * MINUTE
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return _Change((high + before).replace(tzinfo=None), before, after)


def _offset(zone: ZoneInfo, moment: datetime.datetime) -> datetime.timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _part(change: _Change, place: int, zone: ZoneInfo) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    weekday = WEEKDAYS[change.onset.weekday()]
    part.add("tzname", (change.onset - change.before + HOUR).replace(tzinfo=datetime.UTC).astimezone(zone).tzname())
    part.add("dtstart", _onset_in(change, place, change.onset.year - 1))
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("rrule", {"freq": "yearly", "bymonth": change.onset.month, "byday": f"{place}{weekday}"})
    return part


def _onset_in(change: _Change, place: int, year: int) -> datetime.datetime:
    month = change.onset.month
    days = [
        day
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if calendar.weekday(year, month, day) == change.onset.weekday()
    ]
    return change.onset.replace(year=year, day=days[place - 1 if place > 0 else place])


def _unchanging(zone: ZoneInfo, year: int) -> TimezoneStandard:
    moment = datetime.datetime(year, 1, 1, tzinfo=zone)
    part = TimezoneStandard()
    part.add("tzname", moment.tzname())
    part.add("dtstart", datetime.datetime(1970, 1, 1))  # noqa: DTZ001 (on that wall)
    part.add("tzoffsetfrom", moment.utcoffset())
    part.add("tzoffsetto", moment.utcoffset())
    return part


def _component(name: str, parts: list[TimezoneDaylight | TimezoneStandard] | list[TimezoneStandard]) -> Timezone:
    described = Timezone()
    described.add("tzid", name)
    for part in parts:
        described.add_component(part)
    return described
