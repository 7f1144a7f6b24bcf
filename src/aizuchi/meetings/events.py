"""What happens to meetings. Never words: whoever listens looks them up with the rights of the person it acts for."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class MeetingEvent(Event):
    meeting_id: uuid.UUID
    pair_id: uuid.UUID


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
class MeetingResumed(MeetingEvent):
    """It had ended by mistake, and goes on."""


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class AgendaChanged(MeetingEvent):
    """What there is to talk about, in which order, as what, for how long; or how far the two have come."""


@dataclass(frozen=True, kw_only=True)
class PreparationFinished(MeetingEvent):
    """One of the two said that they are ready."""


@dataclass(frozen=True, kw_only=True)
class PreparationChanged(MeetingEvent):
    """What the other sees of how one of the two gets ready."""


@dataclass(frozen=True, kw_only=True)
class PreQuestionSent(MeetingEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class DateWishesChanged(MeetingEvent):
    """In the wrap-up one of the two chose a next date, or would rather look again."""


@dataclass(frozen=True, kw_only=True)
class MeetingsEvent(Event):
    """Many dates at once, by a rule or for a quarter."""

    meeting_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingsScheduled(MeetingsEvent):
    tell_at: datetime.datetime | None = None
    """When calendars and mails may hear of them, where it can still be taken back before."""


@dataclass(frozen=True, kw_only=True)
class MeetingsTakenBack(MeetingsEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TalkEvent(Event):
    """Of ten minutes between two; `person_id` is the other one than who did it."""

    request_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class TalkAskedFor(TalkEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TalkAnswered(TalkEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class TalkTakenBack(TalkEvent):
    """Or, where it was answered, put away."""


@dataclass(frozen=True, kw_only=True)
class SlotsProposed(Event):
    """Somebody offers times; `person_id` is who may choose."""

    proposal_id: uuid.UUID
    pair_id: uuid.UUID
    person_id: uuid.UUID
