"""What we dare to read of other people's calendars: when they are taken, and what became of our own events.

Whatever comes from a calendar may be broken, endless or hostile. What cannot be understood is counted, never guessed.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component
from icalendar.timezone import tzp

from aizuchi.kernel.ics.spreading import Occurrence, spread
from aizuchi.kernel.ics.walls import Unreadable, begin_of, length_of
from aizuchi.kernel.measure import Limits, TooMuch, check_nesting

EARLIEST_YEAR = 1970
LIMITS = Limits(size=1_000_000, depth=8, values=20_000)
_FRAMES = re.compile(rb"^(BEGIN|END)[ \t]*[:;]|^[^ \t\r\n]", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class BusyWindow:
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
    """One calendar object: its busy times in the window, and when it is and what its owner answered if it is ours."""

    uid: str
    busy: tuple[Busy, ...]
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    is_cancelled: bool
    is_declined: bool
    unreadable: int


def parse(data: bytes | str) -> Calendar:
    """Raises Unreadable."""
    raw = data if isinstance(data, bytes) else data.encode(errors="replace")
    if len(raw) > LIMITS.size:
        raise Unreadable("too large")
    try:
        check_nesting(_steps(raw), LIMITS)
        calendar = Calendar.from_ical(data)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, TooMuch) as error:
        raise Unreadable(type(error).__name__) from error
    finally:
        if b"VTIMEZONE" in raw:
            tzp.use_default()  # it keeps what one calendar said of a zone, and would believe it of all others
    if not isinstance(calendar, Calendar):
        raise Unreadable("no calendar")
    return calendar


def read_object(data: bytes | str, *, window: BusyWindow, zone: ZoneInfo, addresses: Collection[str] = ()) -> Reading:
    """`zone` is where its owner lives: times without a zone mean the clock on their wall. `addresses` are the owner's,
    by which their own answer is told from those of others. Raises Unreadable."""
    events = list(parse(data).walk("VEVENT"))
    if not events:
        return Reading(
            uid="", busy=(), starts_at=None, ends_at=None, is_cancelled=False, is_declined=False, unreadable=0
        )
    main = next((event for event in events if "RECURRENCE-ID" not in event), events[0])
    span, unreadable = _span_or_none(main, zone)
    busy, missed = _list_busy(events, window=window, zone=zone, addresses=addresses)
    return Reading(
        uid=str(main.get("UID", ""))[:255],
        busy=busy,
        starts_at=span[0] if span else None,
        ends_at=span[1] if span else None,
        is_cancelled=_word(main, "STATUS") == "CANCELLED",
        is_declined=_is_declined(main, addresses),
        unreadable=unreadable or missed,
    )


def span_of(event: Component, zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
    """Begin and end as moments. All-day events take whole days there; without an end they take no time. Raises
    Unreadable."""
    try:
        begin = begin_of(event, zone)
        span = begin.moment, length_of(event, begin, zone).end_after(begin)
    except (ValueError, OverflowError) as error:
        raise Unreadable(type(error).__name__) from error
    if span[0].year < EARLIEST_YEAR or span[1] < span[0]:
        raise Unreadable("odd times")
    return span


def _steps(raw: bytes) -> Iterator[int]:
    """Each line counts, and what begins is deeper. A BEGIN in a folded line would be one to nobody."""
    for match in _FRAMES.finditer(raw):
        word = (match[1] or b"").upper()
        yield 1 if word == b"BEGIN" else -1 if word == b"END" else 0


def _span_or_none(event: Component, zone: ZoneInfo) -> tuple[tuple[datetime.datetime, datetime.datetime] | None, int]:
    try:
        return span_of(event, zone), 0
    except Unreadable:
        return None, 1


def _list_busy(
    events: list[Component], *, window: BusyWindow, zone: ZoneInfo, addresses: Collection[str]
) -> tuple[tuple[Busy, ...], int]:
    series: dict[str, list[Component]] = defaultdict(list)
    for event in events:
        series[str(event.get("UID", ""))].append(event)
    found: set[Busy] = set()
    unreadable = 0
    for together in series.values():
        try:
            found.update(_busy_of(_occurrences(together, window, zone), window, addresses))
        except Exception:  # calendars of the wild break a library in more ways than can be listed
            unreadable += 1
    return tuple(sorted(found)), unreadable


def _occurrences(events: list[Component], window: BusyWindow, zone: ZoneInfo) -> Iterator[Occurrence]:
    if any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        yield from spread(events, since=window.starts_at, until=window.ends_at, zone=zone)
        return
    for event in events:
        starts_at, ends_at = span_of(event, zone)
        yield Occurrence(event=event, starts_at=starts_at, ends_at=ends_at)


def _busy_of(occurrences: Iterator[Occurrence], window: BusyWindow, addresses: Collection[str]) -> Iterator[Busy]:
    for one in occurrences:
        if one.ends_at < one.starts_at:
            raise Unreadable("odd times")
        if one.starts_at == one.ends_at or one.starts_at >= window.ends_at or one.ends_at <= window.starts_at:
            continue
        status = _word(one.event, "STATUS")
        is_free = status == "CANCELLED" or _word(one.event, "TRANSP") == "TRANSPARENT"
        if not is_free and not _is_declined(one.event, addresses):
            yield Busy(one.starts_at, one.ends_at, is_tentative=status == "TENTATIVE")


def _is_declined(event: Component, addresses: Collection[str]) -> bool:
    if not addresses:
        return False
    said = event.get("ATTENDEE", [])
    return any(
        str(one).lower().removeprefix("mailto:") in addresses
        and str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
        for one in (said if isinstance(said, list) else [said])
    )


def _word(event: Component, name: str) -> str:
    return str(event.get(name, "")).upper()
