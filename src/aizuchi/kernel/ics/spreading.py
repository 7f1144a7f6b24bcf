"""A series and what is otherwise in it (RFC 5545, 3.8.4.4 and 3.8.5), spread over a stretch of time.

Nothing is searched for: every rule is walked from the window's beginning to its end.
"""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icalendar import Component
from icalendar.prop import vBroken

from aizuchi.kernel.ics.rules import NoRule, Rule, moment_of_until, read_rule, walk
from aizuchi.kernel.ics.walls import DAY, Length, Unreadable, Wall, begin_of, length_of, wall_of

MOST_OCCURRENCES = 1000  # of one event in the window; nobody meets more often
MOST_RULES, MOST_EXCEPTIONS = 5, 2000
FARTHEST_SHIFT = 400 * DAY
MOMENT = datetime.timedelta.resolution


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One date of an event, and the component that says how it is."""

    event: Component
    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class _Exception:
    event: Component
    instead_of: Wall
    begin: Wall
    length: Length
    goes_on: bool
    """This and all that follow."""


def spread(
    events: list[Component], *, since: datetime.datetime, until: datetime.datetime, zone: datetime.tzinfo
) -> Iterator[Occurrence]:
    """All events of one UID, as one series. May be out of order, and somewhat beyond the window. Raises Unreadable."""
    main = next((event for event in events if "RECURRENCE-ID" not in event), None)
    exceptions = [_read_exception(event, zone) for event in events if event is not main and "RECURRENCE-ID" in event]
    if len(exceptions) > MOST_EXCEPTIONS:
        raise Unreadable("too many exceptions")
    for exception in exceptions:
        yield _occurrence(exception.event, exception.begin, exception.length)
    if main is None:
        return
    begin = begin_of(main, zone)
    length = length_of(main, begin, zone)
    lasting = sorted((one for one in exceptions if one.goes_on), key=lambda one: one.instead_of.moment)
    apart = {_key(one.instead_of) for one in exceptions}
    room = 2 * DAY + max(length.about, DAY) + max((_shift(one) for one in lasting), key=abs, default=0 * DAY)
    stretch = (begin.at(_clock(since - abs(room), begin)), begin.at(_clock(until + abs(room), begin)))
    for wall, own_length in itertools.islice(_walls(main, begin, length, stretch, zone), MOST_OCCURRENCES):
        if apart & {_key(wall), _day_key(wall)}:
            continue
        ruling = next((one for one in reversed(lasting) if one.instead_of.moment <= wall.moment), None)
        if ruling is None:
            yield _occurrence(main, wall, own_length)
        else:
            shifted = ruling.begin.at(wall.clock + (ruling.begin.clock - ruling.instead_of.clock))
            yield _occurrence(ruling.event, shifted, ruling.length)


def _walls(
    main: Component, begin: Wall, length: Length, stretch: tuple[Wall, Wall], zone: datetime.tzinfo
) -> Iterator[tuple[Wall, Length]]:
    """Each date once, without those that were taken out."""
    out = {_key(wall) for wall, _end in _listed(main, "EXDATE", zone)}
    met: set[datetime.datetime] = set()
    clocks = itertools.chain([begin.clock], *(_clocks(rule, begin, stretch) for rule in _rules(main)))
    found = itertools.chain(
        ((begin.at(clock), length) for clock in clocks),
        ((_beside(begin, wall), own or length) for wall, own in _listed(main, "RDATE", zone)),
    )
    for wall, own_length in found:
        if wall.clock not in met and not out & {_key(wall), _day_key(wall)}:
            met.add(wall.clock)
            yield wall, own_length


def _clocks(rule: Rule, begin: Wall, stretch: tuple[Wall, Wall]) -> Iterator[datetime.datetime]:
    since, last = stretch[0].clock, stretch[1].clock
    if rule.until:
        said = moment_of_until(rule.until)
        last = min(last, said.astimezone(begin.zone).replace(tzinfo=None) if said.tzinfo else said)
    return walk(rule, first=begin.clock, last=last, since=since)


def _rules(main: Component) -> list[Rule]:
    said = main.get("RRULE", [])
    listed = said if isinstance(said, list) else [said]
    if len(listed) > MOST_RULES or any(isinstance(one, vBroken) for one in listed):
        raise Unreadable("rules")
    try:
        return [read_rule(one.to_ical().decode()) for one in listed]
    except (NoRule, UnicodeDecodeError) as error:
        raise Unreadable("rule") from error


def _listed(main: Component, name: str, zone: datetime.tzinfo) -> list[tuple[Wall, Length | None]]:
    """Dates of EXDATE or RDATE, with a length of their own where they are periods. An empty list lists nothing."""
    said = main.get(name, [])
    found: list[tuple[Wall, Length | None]] = []
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, vBroken):
            if str(one).strip():
                raise Unreadable(name)
            continue
        found += [_date_of(entry.dt, one.params, zone) for entry in one.dts]
        if len(found) > MOST_EXCEPTIONS:
            raise Unreadable(name)
    return found


def _date_of(value: Any, params: Any, zone: datetime.tzinfo) -> tuple[Wall, Length | None]:
    if not isinstance(value, tuple):
        return wall_of(value, params, zone), None
    begin = wall_of(value[0], params, zone)
    if isinstance(value[1], datetime.timedelta):
        return begin, Length(days=value[1].days, exact=value[1] - value[1].days * DAY)
    return begin, Length(exact=wall_of(value[1], params, zone).moment - begin.moment)


def _beside(begin: Wall, wall: Wall) -> Wall:
    """On the wall of the series, so that the same moment is met as the same."""
    if begin.is_day or wall.is_day:
        return begin.at(wall.clock)
    return begin.at(wall.moment.astimezone(begin.zone).replace(tzinfo=None, fold=0))


def _read_exception(event: Component, zone: datetime.tzinfo) -> _Exception:
    said = event.get("RECURRENCE-ID")
    if said is None or isinstance(said, vBroken | list):
        raise Unreadable("RECURRENCE-ID")
    begin = begin_of(event, zone)
    instead_of = wall_of(said.dt, said.params, zone)
    if not instead_of.is_day and not begin.is_day:
        instead_of = _beside(begin, instead_of)
    goes_on = str(said.params.get("RANGE", "")).upper() == "THISANDFUTURE"
    exception = _Exception(
        event=event, instead_of=instead_of, begin=begin, length=length_of(event, begin, zone), goes_on=goes_on
    )
    if goes_on and abs(_shift(exception)) > FARTHEST_SHIFT:
        raise Unreadable("shifted too far")
    return exception


def _occurrence(event: Component, begin: Wall, length: Length) -> Occurrence:
    return Occurrence(event=event, starts_at=begin.moment, ends_at=length.end_after(begin))


def _shift(exception: _Exception) -> datetime.timedelta:
    return exception.begin.clock - exception.instead_of.clock


def _clock(moment: datetime.datetime, begin: Wall) -> datetime.datetime:
    return moment.astimezone(begin.zone).replace(tzinfo=None)


def _key(wall: Wall) -> datetime.date:
    """A moment; or a day, where a day was said, which means whatever begins on it."""
    return wall.clock.date() if wall.is_day else wall.moment


def _day_key(wall: Wall) -> datetime.date:
    return wall.clock.date()
