"""What happens in people's calendars, for the rooms that know what a 1on1 is."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


class NotPossible(Exception):
    """Whoever hears of an event says why it cannot be so: a sentence for the person whose calendar it was."""


@dataclass(frozen=True, kw_only=True)
class CalendarEventOf(Event):
    """`meeting_key` is what the appointment came with, `person_id` whose calendar it is."""

    meeting_key: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class MovedInCalendar(CalendarEventOf):
    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class OtherTimeWanted(CalendarEventOf):
    """A counter-proposal, for the other to answer."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class CalledOffFromCalendar(CalendarEventOf):
    """The person was asked, and meant it."""
