"""What is left of the latest 1on1 before another: the first lines, and what was left for next time."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.queries.history import PastMeeting, list_history
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person

LINES_REMEMBERED = 3


@dataclass(frozen=True, kw_only=True)
class LatestNotes:
    meeting_id: uuid.UUID
    on: datetime.datetime
    lines: list[str]
    left: list[str]
    """What was left for this time."""


def find_latest_notes(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> LatestNotes | None:
    """None before the first 1on1 of the two."""
    page = list_history(viewer=viewer, pair=meeting.pair, now=now, before=meeting.starts_at, limit=2)
    before = [past for past in page.meetings if past.id != meeting.pk]
    return _read(viewer, before[0]) if before else None


def _read(viewer: Person, past: PastMeeting) -> LatestNotes:
    items = past.agenda.items
    documents = read_documents([*(item.note_id for item in items), past.note_id], viewer=viewer)
    lines = [line for found in documents.values() for line in found.lines]
    left = [item.label for item in items if item.state == AgendaItem.State.LEFT]
    return LatestNotes(meeting_id=past.id, on=past.starts_at, lines=lines[:LINES_REMEMBERED], left=left)
