"""What every operation leaves behind: a record without words, and the fact for whoever hears of it."""

import datetime
from typing import Any

from aizuchi.audit.operations import record
from aizuchi.kernel.events import publish
from aizuchi.meetings.events import MeetingEvent
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person


def keep_record(action: str, meeting: Meeting, *, actor: Person | None, now: datetime.datetime, **detail: Any) -> None:
    """Facts of holding only: dates and states, never topics."""
    record(
        organization_id=meeting.pair.organization_id,
        actor=actor,
        action=f"meetings.meeting.{action}",
        subject_id=meeting.pk,
        now=now,
        detail={"pair_id": meeting.pair_id, **detail},
    )


def tell(kind: type[MeetingEvent], meeting: Meeting, *, actor: Person | None, now: datetime.datetime) -> None:
    """Publishes a fact that says no more than which meeting it is about."""
    actor_id = actor.pk if actor else None
    publish(kind(meeting_id=meeting.pk, pair_id=meeting.pair_id, actor_id=actor_id, at=now))
