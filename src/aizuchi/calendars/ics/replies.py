"""Answers to invitations, as calendars send them by mail."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Component

from aizuchi.calendars.ics.reading import Unreadable, parse, span_of

ANSWERS = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
METHODS = {"REPLY", "COUNTER"}


@dataclass(frozen=True, kw_only=True)
class Reply:
    uid: str
    sequence: int
    email: str
    answer: str
    is_counter: bool
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None


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
    starts_at, ends_at = span_of(event, ZoneInfo("UTC")) if is_counter else (None, None)
    return Reply(
        uid=str(event.get("UID", "")),
        sequence=_number(event),
        email=email,
        answer=answer,
        is_counter=is_counter,
        starts_at=starts_at,
        ends_at=ends_at,
    )


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
