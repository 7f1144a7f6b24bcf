"""What every operation leaves behind: a record without words, and a sign to both screens to look again."""

import datetime
from typing import Any

from aizuchi.audit.operations import record
from aizuchi.kernel import live
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


def announce_dates(meeting: Meeting) -> None:
    """Of this one, and on the screens of what the two wrap up meanwhile: when they meet next stands there too."""
    announce_change(meeting, "state")
    held = Meeting.objects.filter(pair=meeting.pair_id, state__in=[Meeting.State.HELD, Meeting.State.CLOSED])
    for key in held.exclude(pk=meeting.pk).order_by("-started_at").values_list("pk", flat=True)[:2]:
        live.announce(f"meeting:{key}", "dates")


def announce_change(meeting: Meeting, *parts: str) -> None:
    """`agenda`, `state` or `preparation`: what both screens should look at again."""
    live.announce(f"meeting:{meeting.pk}", *parts)
