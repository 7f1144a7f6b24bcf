"""What is left of the latest 1on1 before another: the first lines, and what was left for next time."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.queries.agenda import Agenda
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


def read_latest_notes(*, viewer: Person, latest: Meeting, agenda: Agenda) -> LatestNotes:
    """Three queries; nobody's names, since nothing is written here."""
    documents = read_documents(
        [*(item.note_id for item in agenda.items), latest.note_id], viewer=viewer, with_people=False
    )
    lines = [line for found in documents.values() for line in found.lines]
    left = [item.label for item in agenda.items if item.state == AgendaItem.State.LEFT]
    assert latest.starts_at is not None  # guarded by a constraint for what took place
    return LatestNotes(meeting_id=latest.pk, on=latest.starts_at, lines=lines[:LINES_REMEMBERED], left=left)
