"""What calendars know of a 1on1: when, where, who. The apps above hand it over, joined in `config/wiring.py`."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A dated 1on1, without a word of what it is about."""

    key: uuid.UUID
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    time_zone: str
    people: tuple[uuid.UUID, ...]
    responding: tuple[uuid.UUID, ...] = ()
    """Those of them who may want time to get ready."""
    place: str = ""
    link: str = ""
    booking_id: uuid.UUID | None = None
    """Of the meeting space it is in, where one is booked."""
    title: str = ""
    """Of a gathering, which is no secret; a 1on1 is called what its person chose."""


@dataclass(frozen=True, kw_only=True)
class Attendee:
    name: str
    email: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """What one person's calendar is to show."""

    uid: str
    sequence: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    time_zone: str
    title: str
    changed_at: datetime.datetime
    place: str = ""
    link: str = ""
    people: tuple[Attendee, ...] = ()
    is_called_off: bool = False
    alarm_minutes: int = 0
    """How long before a calendar reminds its owner; 0: it does not."""
    keeps_alarm: bool = False
    """What stands there has the reminder that its owner wants: ours, or one of their own."""
    copy: str = ""
    """Which of its copies this is: the same for each attempt to write it, another once that one was deleted there."""


ListComing = Callable[[Person, datetime.datetime], Sequence[Appointment]]


@dataclass(frozen=True)
class MoreAppointments:
    """What else than 1on1s stands in calendars. Apps above bring it in their manifests."""

    list_coming: ListComing


def _nothing_coming(person: Person, since: datetime.datetime) -> Sequence[Appointment]:
    return ()


_list_coming: ListComing = _nothing_coming


def install(*, list_coming: ListComing) -> None:
    """Called once by the wiring: where the dated 1on1s of a person are found."""
    global _list_coming
    _list_coming = list_coming


def list_coming(person: Person, *, since: datetime.datetime) -> Sequence[Appointment]:
    """The person's own dated 1on1s from then on, earliest first, and whatever else they have a place in."""
    more = [item for brought in gather(MoreAppointments) for item in brought.list_coming(person, since)]
    return [*_list_coming(person, since), *more]
