"""That somebody looked at a brief: the two see who opened what they shared. Noted by the server, not by a script."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from aizuchi.kernel.write_behind import WriteBehind
from aizuchi.meetings.models import BriefOpening, Meeting
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Opened:
    meeting_id: uuid.UUID
    person_id: uuid.UUID
    at: datetime.datetime


def note_brief_opened(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> None:
    """Written in a moment: whoever opens a page waits for nobody. The caller has shown it to them."""
    _waiting.add(Opened(meeting_id, viewer.pk, now))


def record_openings(opened: Sequence[Opened]) -> None:
    """The latest of each. A 1on1 that is gone meanwhile needs none."""
    latest = {(one.meeting_id, one.person_id): one.at for one in sorted(opened, key=lambda one: one.at)}
    with transaction.atomic():
        there = set(Meeting.objects.filter(pk__in={key for key, _ in latest}).values_list("pk", flat=True))
        BriefOpening.objects.bulk_create(
            [
                BriefOpening(meeting_id=meeting_id, person_id=person_id, opened_at=at)
                for (meeting_id, person_id), at in latest.items()
                if meeting_id in there
            ],
            update_conflicts=True,
            unique_fields=["meeting", "person"],
            update_fields=["opened_at"],
        )


_waiting = WriteBehind(record_openings)
