"""Times as calendars write them: a clock on somebody's wall, and how long something lasts from there (RFC 5545)."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from icalendar import Component
from icalendar.prop import vBroken

from aizuchi.kernel.ics.zones import find_zone

DAY = datetime.timedelta(days=1)
NO_TIME = datetime.timedelta()


class Unreadable(Exception):
    """Not iCalendar, or not in a way that we understand."""


@dataclass(frozen=True)
class Wall:
    """What a clock shows, and whose. A time that a change of clocks skips is as much later; one that comes twice is the
    first."""

    clock: datetime.datetime
    zone: datetime.tzinfo
    is_day: bool = False

    @property
    def moment(self) -> datetime.datetime:
        return self.clock.replace(tzinfo=self.zone, fold=0).astimezone(datetime.UTC)

    def at(self, clock: datetime.datetime) -> "Wall":
        return replace(self, clock=clock)


@dataclass(frozen=True)
class Length:
    """Days are counted on the wall, everything shorter is waited for: twelve hours are twelve hours in any night."""

    days: int = 0
    exact: datetime.timedelta = NO_TIME

    def end_after(self, begin: Wall) -> datetime.datetime:
        return begin.at(begin.clock + self.days * DAY).moment + self.exact

    @property
    def about(self) -> datetime.timedelta:
        return self.days * DAY + self.exact


def wall_of(value: Any, params: Any, zone: datetime.tzinfo) -> Wall:
    """`zone` is where times without one belong. Raises Unreadable for a zone that nobody knows."""
    if not isinstance(value, datetime.date):
        raise Unreadable("no time")
    if not isinstance(value, datetime.datetime):
        return Wall(datetime.datetime.combine(value, datetime.time()), zone, is_day=True)
    name = str((params or {}).get("TZID", ""))
    if value.tzinfo is None and name:
        found = find_zone(name)
        if found is None:
            raise Unreadable("unknown zone")
        zone = found
    return Wall(value.replace(tzinfo=None, fold=0), value.tzinfo or zone)


def begin_of(event: Component, zone: datetime.tzinfo) -> Wall:
    """Raises Unreadable."""
    return _wall_under(event, "DTSTART", zone)


def length_of(event: Component, begin: Wall, zone: datetime.tzinfo) -> Length:
    """A day without an end, or with an end on the same day, takes that day. Raises Unreadable."""
    if "DTEND" in event:
        end = _wall_under(event, "DTEND", zone)
        if begin.is_day and end.is_day:
            return Length(days=max(1, (end.clock - begin.clock).days) if end.clock >= begin.clock else -1)
        return Length(exact=end.moment - begin.moment)
    if "DURATION" in event:
        said = getattr(_sound(event, "DURATION"), "dt", None)
        if not isinstance(said, datetime.timedelta):
            raise Unreadable("no duration")
        return Length(days=said.days, exact=said - said.days * DAY)
    return Length(days=1) if begin.is_day else Length()


def _wall_under(event: Component, name: str, zone: datetime.tzinfo) -> Wall:
    prop = _sound(event, name)
    return wall_of(getattr(prop, "dt", None), getattr(prop, "params", None), zone)


def _sound(event: Component, name: str) -> Any:
    prop = event.get(name)
    if prop is None or isinstance(prop, vBroken | list):
        raise Unreadable(name)
    return prop
