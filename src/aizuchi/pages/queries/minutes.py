"""Everything the two keep of a 1on1 on one sheet. Private notes are no part of it."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

from aizuchi.actions.queries import ActionRow, list_of_meeting
from aizuchi.growth import queries as growth
from aizuchi.growth.queries import Words
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.queries.agenda import AgendaRow, get_agenda
from aizuchi.meetings.queries.meetings import MeetingRow, next_by_pair, row_of
from aizuchi.notes.queries import NoteContent, read_documents
from aizuchi.pages.queries.wrapup import minutes_of
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Topic:
    item: AgendaRow
    note: NoteContent | None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    row: MeetingRow
    mentee: Person
    mentor: Person
    lasted: int
    topics: list[Topic]
    note: NoteContent | None
    summary: NoteContent | None
    gains: NoteContent | None
    actions: list[ActionRow]
    words: Words | None
    following: MeetingRow | None

    @property
    def ended_at(self) -> datetime.datetime | None:
        """As it stands after the beginning of a day and a clock: nothing where it ended on another day."""
        starts_at, ended_at = self.row.starts_at, self.row.ended_at
        if starts_at is None or ended_at is None or not starts_at < ended_at:
            return None
        return ended_at if timezone.localdate(starts_at) == timezone.localdate(ended_at) else None


def get_minutes(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Minutes:
    """Http404 for everybody but the two."""
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    items = get_agenda(viewer=viewer, meeting=meeting, now=now).items
    shared = [meeting.note_id, meeting.summary_id, meeting.gains_id]
    notes = read_documents([*(item.note_id for item in items), *shared], viewer=viewer)

    def written(key: uuid.UUID | None) -> NoteContent | None:
        note = notes.get(key) if key else None
        return note if note and not note.is_empty else None

    return Minutes(
        row=row_of(meeting, viewer=viewer, now=now),
        mentee=meeting.pair.mentee,
        mentor=meeting.pair.mentor,
        lasted=minutes_of(meeting),
        topics=[Topic(item=item, note=written(item.note_id)) for item in items],
        note=written(meeting.note_id),
        summary=written(meeting.summary_id),
        gains=written(meeting.gains_id),
        actions=list_of_meeting(viewer=viewer, meeting_id=meeting.pk, now=now),
        words=growth.get_words_of(viewer=viewer, meeting_id=meeting.pk),
        following=next_by_pair(viewer=viewer, pair_ids=[meeting.pair_id], now=now, but=meeting.pk).get(meeting.pair_id),
    )
