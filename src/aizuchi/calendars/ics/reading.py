"""What we dare to read of other people's calendars: when they are taken, and what became of our own events.

Whatever comes from a calendar may be broken, endless or hostile. What cannot be understood is counted, never guessed.
"""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component

from aizuchi.calendars.ics.writing import MARK

MOST_OCCURRENCES = 1000  # of one event in the window; nobody meets more often
EARLIEST_YEAR = 1970
CALM_RULES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}  # what repeats within a day is no appointment
OLDEST_DAILY = datetime.timedelta(days=15 * 365)  # every single day since then is walked through
LARGEST = 1_000_000


class Unreadable(Exception):
    """Not iCalendar, or not in a way that we understand."""


@dataclass(frozen=True)
class Window:
    """From when until when we care."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True, order=True)
class Busy:
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_tentative: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One calendar object: its busy times in the window, and when it is if it is one of ours."""

    uid: str
    own_uid: str
    busy: tuple[Busy, ...]
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    is_cancelled: bool
    unreadable: int


def parse(data: bytes | str) -> Calendar:
    """Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("too large")
    try:
        calendar = Calendar.from_ical(data)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from error
    if not isinstance(calendar, Calendar):
        raise Unreadable("no calendar")
    return calendar


def read_object(data: bytes | str, *, window: Window, zone: ZoneInfo) -> Reading:
    """`zone` is where its owner lives: times without a zone mean the clock on their wall. Raises Unreadable."""
    calendar = parse(data)
    events = list(calendar.walk("VEVENT"))
    if not events:
        return Reading(uid="", own_uid="", busy=(), starts_at=None, ends_at=None, is_cancelled=False, unreadable=0)
    main = next((event for event in events if "RECURRENCE-ID" not in event), events[0])
    span, unreadable = _span_or_none(main, zone)
    busy, missed = _list_busy(calendar, events, window=window, zone=zone)
    return Reading(
        uid=str(main.get("UID", ""))[:255],
        own_uid=str(main.get(MARK, "") or main.get("UID", ""))[:255],
        busy=busy,
        starts_at=span[0] if span else None,
        ends_at=span[1] if span else None,
        is_cancelled=_word(main, "STATUS") == "CANCELLED",
        unreadable=unreadable or missed,
    )


def span_of(event: Component, zone: ZoneInfo) -> tuple[datetime.datetime, datetime.datetime]:
    """Begin and end as moments. All-day events take whole days there; without an end they take no time. Raises
    Unreadable."""
    try:
        begin = event.decoded("DTSTART")
        end = event.decoded("DTEND") if "DTEND" in event else _end_by_duration(event, begin)
        span = _moment(begin, zone), _moment(end, zone)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise Unreadable(type(error).__name__) from error
    if span[0].year < EARLIEST_YEAR or span[1] < span[0]:
        raise Unreadable("odd times")
    return span


def _end_by_duration(event: Component, begin: datetime.date) -> datetime.date:
    if "DURATION" in event:
        duration: datetime.timedelta = event.decoded("DURATION")
        return begin + duration
    return begin if isinstance(begin, datetime.datetime) else begin + datetime.timedelta(days=1)


def _moment(value: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    if not isinstance(value, datetime.datetime):
        value = datetime.datetime.combine(value, datetime.time(), tzinfo=zone)
    elif value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(datetime.UTC)


def _span_or_none(event: Component, zone: ZoneInfo) -> tuple[tuple[datetime.datetime, datetime.datetime] | None, int]:
    try:
        return span_of(event, zone), 0
    except Unreadable:
        return None, 1


def _list_busy(
    calendar: Calendar, events: list[Component], *, window: Window, zone: ZoneInfo
) -> tuple[tuple[Busy, ...], int]:
    try:
        if all("RRULE" not in event and "RDATE" not in event for event in events):
            found = set(_busy_of(events, window, zone))
        else:
            _bound(events, window)
            found = set(_busy_of(_occurrences(calendar, window), window, zone))
    except Exception:  # rules of the wild break a library in more ways than can be listed
        return (), 1
    return tuple(sorted(found)), 0


def _bound(events: list[Component], window: Window) -> None:
    """A rule that never ends gets an end: whoever looks for its next date must not look for ever."""
    for event in events:
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            often = str(rule.get("FREQ", [""])[0]).upper()
            if often not in CALM_RULES:
                raise Unreadable("repeats within a day")
            begin, _ = span_of(event, ZoneInfo("UTC"))
            if often == "DAILY" and begin < window.starts_at - OLDEST_DAILY:
                raise Unreadable("began too long ago")
            if "UNTIL" not in rule and "COUNT" not in rule:
                rule["UNTIL"] = [_like(event, window.ends_at)]


def _like(event: Component, moment: datetime.datetime) -> datetime.date:
    """UNTIL must be of the same kind as DTSTART: a day, a time without zone, or a moment."""
    begin = event.decoded("DTSTART")
    if not isinstance(begin, datetime.datetime):
        return moment.date()
    return moment.replace(tzinfo=None) if begin.tzinfo is None else moment.astimezone(datetime.UTC)


def _occurrences(calendar: Calendar, window: Window) -> Iterator[Component]:
    query = recurring_ical_events.of(calendar, components=["VEVENT"])
    for event in itertools.islice(query.after(window.starts_at), MOST_OCCURRENCES):
        begin = event["DTSTART"].dt
        if (begin.date() if isinstance(begin, datetime.datetime) else begin) > window.ends_at.date():
            return
        yield event


def _busy_of(events: Any, window: Window, zone: ZoneInfo) -> Iterator[Busy]:
    for event in events:
        if _word(event, "STATUS") == "CANCELLED" or _word(event, "TRANSP") == "TRANSPARENT":
            continue
        starts_at, ends_at = span_of(event, zone)
        if starts_at < ends_at and starts_at < window.ends_at and ends_at > window.starts_at:
            yield Busy(starts_at, ends_at, is_tentative=_word(event, "STATUS") == "TENTATIVE")


def _word(event: Component, name: str) -> str:
    return str(event.get(name, "")).upper()
