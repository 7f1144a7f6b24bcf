"""Answers to invitations, as calendars send them by mail."""

import datetime
from dataclasses import dataclass

from icalendar import Component
from icalendar.prop import vBroken

from aizuchi.kernel.ics.reading import parse
from aizuchi.kernel.ics.walls import Unreadable, Wall, begin_of, length_of

ANSWERS = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
METHODS = {"REPLY", "COUNTER"}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """`said_at` is when it was written, by the clock there. Times without a zone are on the wall of who answers."""

    uid: str
    sequence: int
    email: str
    answer: str
    is_counter: bool
    said_at: datetime.datetime | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None


FLOATING = datetime.timezone(datetime.timedelta(), "on a wall that is not known yet")


def read_reply(data: bytes | str) -> Reply:
    """Raises Unreadable: whatever else it is, it is no answer to us."""
    calendar = parse(data)
    method = str(calendar.get("METHOD", "")).upper()
    events = calendar.walk("VEVENT")
    if method not in METHODS or len(events) != 1:
        raise Unreadable("no answer")
    event = events[0]
    email, answer = _attendee(event)
    is_counter = method == "COUNTER"
    starts_at, ends_at = _span(event) if is_counter else (None, None)
    return Reply(
        uid=str(event.get("UID", "")),
        sequence=_number(event),
        email=email,
        answer=answer,
        is_counter=is_counter,
        said_at=_said_at(event),
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _span(event: Component) -> tuple[datetime.datetime, datetime.datetime]:
    """Raises Unreadable."""
    begin = begin_of(event, FLOATING)
    if begin.is_day:
        raise Unreadable("a day")
    if begin.zone is not FLOATING:
        return begin.moment, length_of(event, begin, begin.zone).end_after(begin)
    nowhere = Wall(begin.clock, datetime.UTC)
    end = length_of(event, nowhere, datetime.UTC).end_after(nowhere)
    return begin.clock, end.replace(tzinfo=None)


def _said_at(event: Component) -> datetime.datetime | None:
    said = event.get("DTSTAMP")
    stamp = None if said is None or isinstance(said, vBroken | list) else getattr(said, "dt", None)
    return stamp if isinstance(stamp, datetime.datetime) and stamp.tzinfo else None


def _attendee(event: Component) -> tuple[str, str]:
    attendees = event.get("ATTENDEE", [])
    attendees = attendees if isinstance(attendees, list) else [attendees]
    if len(attendees) != 1:  # an answer speaks for one person
        raise Unreadable("whose answer")
    state = str(attendees[0].params.get("PARTSTAT", "")).upper()
    return str(attendees[0]).lower().removeprefix("mailto:"), ANSWERS.get(state, "")


def _number(event: Component) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0
