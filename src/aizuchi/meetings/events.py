"""What happens to meetings. Never words: whoever listens looks them up with the rights of the person it acts for."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(Event):
    meeting_id: uuid.UUID
    pair_id: uuid.UUID
    actor_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class MeetingScheduled(MeetingEvent):
    starts_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class MeetingMoved(MeetingEvent):
    was_at: datetime.datetime
    starts_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(MeetingEvent):
    """A date was given up. The meeting itself stays the pair's next one, without a date."""

    was_at: datetime.datetime
    cancelled_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class MeetingRestored(MeetingEvent):
    starts_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class MeetingStarted(MeetingEvent):
    is_unexpected: bool = False
    """At another time than planned, or without a date: the other may not be looking."""


@dataclass(frozen=True, kw_only=True)
class MeetingNotBegun(MeetingEvent):
    """It had begun by mistake, and is planned again."""

    began_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class MeetingEnded(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PreparationFinished(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PreQuestionSent(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class MeetingsScheduled(Event):
    """Many dates at once, by a rule or for a quarter."""

    meeting_ids: tuple[uuid.UUID, ...]
    actor_id: uuid.UUID | None
    tell_at: datetime.datetime | None = None
    """When calendars and mails may hear of them, where it can still be taken back before."""


@dataclass(frozen=True, kw_only=True)
class MeetingsTakenBack(Event):
    meeting_ids: tuple[uuid.UUID, ...]
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class TalkAskedFor(Event):
    request_id: uuid.UUID
    person_id: uuid.UUID
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class TalkAnswered(Event):
    request_id: uuid.UUID
    person_id: uuid.UUID
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class SlotsProposed(Event):
    """Somebody offers times; `person_id` is who may choose."""

    proposal_id: uuid.UUID
    pair_id: uuid.UUID
    person_id: uuid.UUID
    at: datetime.datetime
