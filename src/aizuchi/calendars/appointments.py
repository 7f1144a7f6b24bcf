"""What calendars know of an appointment: when, where, who. Whoever has some is an `AppointmentSource`.

Apps above bring theirs in their manifests as `AppointmentsFrom(source)`; calendars ask them, and know none by name.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True)
class WantedTime:
    starts_at: datetime.datetime
    ends_at: datetime.datetime

    @property
    def minutes(self) -> int:
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class NotPossible(Exception):
    """It cannot be so, with a sentence for the person whose calendar it was, or none where there is nothing to say."""


class AppointmentSource(Protocol):
    """`key` is what an appointment came with. Each of the changes acts for `actor`, with no more rights than theirs,
    in the caller's transaction, and raises NotPossible where it cannot be so.
    """

    def list_coming(self, person: Person, *, since: datetime.datetime) -> Sequence[Appointment]:
        """The person's own from then on, earliest first."""

    def has(self, key: uuid.UUID) -> bool:
        """Whether the appointment came from here."""

    def move(self, key: uuid.UUID, wanted: WantedTime, *, actor: Person, now: datetime.datetime) -> None:
        """It was moved in the actor's own calendar."""

    def offer_other_time(self, key: uuid.UUID, wanted: WantedTime, *, actor: Person, now: datetime.datetime) -> None:
        """A counter-proposal, for the other to answer."""

    def call_off(self, key: uuid.UUID, *, actor: Person, now: datetime.datetime) -> None:
        """The actor was asked, and meant it."""


@dataclass(frozen=True)
class AppointmentsFrom:
    source: AppointmentSource


def list_coming(person: Person, *, since: datetime.datetime) -> Sequence[Appointment]:
    """Whatever the person has a place in from then on, of each source earliest first."""
    return [item for brought in gather(AppointmentsFrom) for item in brought.source.list_coming(person, since=since)]


def source_of(key: uuid.UUID) -> AppointmentSource:
    """Raises NotPossible for an appointment that no source has any more."""
    sources: list[AppointmentSource] = [brought.source for brought in gather(AppointmentsFrom)]
    for source in sources:
        if source.has(key):
            return source
    raise NotPossible
