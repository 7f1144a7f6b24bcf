"""What one needs to know in ten seconds before going in, in a number of queries that depends on nothing."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.catalogue.models import PairKind
from aizuchi.growth import queries as growth
from aizuchi.growth.queries import Words
from aizuchi.meetings import policies
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.queries.agenda import Agenda, Item, get_agenda
from aizuchi.meetings.queries.history import PastMeeting, list_history
from aizuchi.meetings.queries.meetings import MeetingRow, number_of, row_of
from aizuchi.meetings.queries.preparation import Preparations, Question, get_preparations, list_pre_questions
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person
from aizuchi.todos.queries import Todo, get_pair_todos

LINES_REMEMBERED = 3
PROMISES_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class LatestNotes:
    on: datetime.datetime
    lines: list[str]
    left: list[str]
    """What was left for this time."""


@dataclass(frozen=True, kw_only=True)
class Brief:
    row: MeetingRow
    kind_label: str
    number: int
    agenda: Agenda
    preparations: Preparations
    questions: list[Question]
    words: Words | None
    latest: LatestNotes | None
    promises: list[Todo]
    further_promises: int
    may_start: bool
    may_prepare: bool

    @property
    def is_peer(self) -> bool:
        return self.row.pair_kind == PairKind.PEER

    @property
    def is_own(self) -> bool:
        """The viewer reads what they themselves want to talk about."""
        return self.row.is_mentee and not self.is_peer


def get_brief(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Brief:
    """Http404 for everybody but the two."""
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    todos = get_pair_todos(viewer=viewer, pair_id=meeting.pair_id, now=now)
    promises = sorted([*todos.mine, *todos.theirs], key=lambda todo: todo.due_on or datetime.date.max)
    return Brief(
        row=row_of(meeting, viewer=viewer, now=now),
        kind_label=str(PairKind(meeting.pair.kind).label),
        number=number_of(viewer=viewer, meeting=meeting),
        agenda=get_agenda(viewer=viewer, meeting=meeting, now=now),
        preparations=get_preparations(viewer=viewer, meeting=meeting, now=now),
        questions=list_pre_questions(viewer=viewer, meeting=meeting),
        words=growth.get_latest_words(
            viewer=viewer, pair_id=meeting.pair_id, other_than_of=meeting.pk, until=meeting.closed_at
        ),
        latest=_remember(viewer, meeting, now),
        promises=promises[:PROMISES_SHOWN],
        further_promises=max(0, len(promises) - PROMISES_SHOWN),
        may_start=policies.may_hold(viewer, meeting, now),
        may_prepare=policies.may_prepare(viewer, meeting, now),
    )


def _remember(viewer: Person, meeting: Meeting, now: datetime.datetime) -> LatestNotes | None:
    page = list_history(viewer=viewer, pair=meeting.pair, now=now, before=meeting.starts_at, limit=2)
    before = [past for past in page.meetings if past.id != meeting.pk]
    return _read_notes(viewer, before[0]) if before else None


def _read_notes(viewer: Person, past: PastMeeting) -> LatestNotes:
    items = past.agenda.items
    documents = read_documents([*(item.note_id for item in items), past.note_id], viewer=viewer)
    lines = [line for found in documents.values() for line in found.lines]
    return LatestNotes(on=past.starts_at, lines=lines[:LINES_REMEMBERED], left=_left(items))


def _left(items: tuple[Item, ...]) -> list[str]:
    return [item.label for item in items if item.state == AgendaItem.State.LEFT]
