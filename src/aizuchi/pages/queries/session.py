"""What the two have before them while they talk."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from aizuchi.actions.queries import ActionRow, list_of_meeting
from aizuchi.catalogue.queries import CatalogueEntry, library_for, prompts_by_topic, topics_for
from aizuchi.growth.queries import Words, get_latest_words
from aizuchi.meetings import policies, queries
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.queries import Agenda, AgendaRow, MeetingRow
from aizuchi.notes.queries import NoteContent, read_documents
from aizuchi.pages.queries.private_note import find_private_note, show_private_note
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Sheet:
    """One item with the note the two write on it."""

    item: AgendaRow
    note: NoteContent | None
    is_on_screen: bool
    """The page has it already, alive: a refresh must leave it where it is."""
    is_folded: bool

    @property
    def summary(self) -> str:
        """What stands on the folded sheet."""
        return self.note.excerpt if self.note else ""


@dataclass(frozen=True)
class Lent:
    """Questions one can borrow in a silence: for the item that is being talked about, or for any."""

    about: str
    how: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SessionTalk:
    """What changes while the two talk, and both screens follow."""

    meeting: MeetingRow
    elapsed: datetime.timedelta
    agenda: Agenda
    sheets: tuple[Sheet, ...]
    words: Words | None
    lent: Lent
    next_id: uuid.UUID | None
    may_write: bool

    @property
    def is_planned(self) -> bool:
        return self.meeting.state == Meeting.State.PLANNED

    @property
    def is_over(self) -> bool:
        return not self.is_planned and not self.meeting.is_running

    @property
    def elapsed_minutes(self) -> int:
        return int(self.elapsed.total_seconds() // 60)

    @property
    def elapsed_clock(self) -> str:
        minutes, seconds = divmod(int(self.elapsed.total_seconds()), 60)
        return f"{minutes}:{seconds:02}"

    @property
    def share(self) -> int:
        """How much of the planned time is over, in hundredths."""
        return min(100, round(self.elapsed.total_seconds() / 60 / self.meeting.minutes * 100))


@dataclass(frozen=True, kw_only=True)
class SessionScreen(SessionTalk):
    partner: Person
    whole: NoteContent | None
    private: NoteContent | None
    actions: list[ActionRow]
    topics: list[CatalogueEntry]


def read_talk(
    *, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime, on_screen: Collection[str] = (), writing: str = ""
) -> SessionTalk:
    """Http404 for everybody but the two.

    `writing` is the item in whose note the viewer is writing: its sheet stays open though it was ticked off.
    """
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    agenda = queries.get_agenda(viewer=viewer, meeting=meeting, now=now)
    notes = read_documents(_notes_of(agenda), viewer=viewer)
    return _describe_talk(viewer, meeting, now, agenda, notes, on_screen=on_screen, writing=writing)


def read_session(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> SessionScreen:
    """Http404 for everybody but the two."""
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    pair, agenda = meeting.pair, queries.get_agenda(viewer=viewer, meeting=meeting, now=now)
    private_id = find_private_note(viewer=viewer, meeting=meeting)
    notes = read_documents([*_notes_of(agenda), meeting.note_id, private_id], viewer=viewer)
    return SessionScreen(
        **vars(_describe_talk(viewer, meeting, now, agenda, notes)),
        partner=pair.partner_of(viewer),
        whole=_find(notes, meeting.note_id),
        private=show_private_note(viewer=viewer, meeting=meeting, key=private_id, notes=notes, now=now),
        actions=list_of_meeting(viewer=viewer, meeting_id=meeting.pk, now=now),
        topics=topics_for(pair.organization, pair_kind=pair.kind),
    )


def read_whole(*, viewer: Person, meeting_id: uuid.UUID) -> NoteContent | None:
    """The note on the 1on1 as a whole; none before it began."""
    return _read_whole(viewer, access_meeting(viewer=viewer, meeting_id=meeting_id))


def _read_whole(viewer: Person, meeting: Meeting) -> NoteContent | None:
    return _find(read_documents([meeting.note_id], viewer=viewer), meeting.note_id) if meeting.note_id else None


def _notes_of(agenda: Agenda) -> list[uuid.UUID | None]:
    return [item.note_id for item in agenda.items]


def _describe_talk(
    viewer: Person,
    meeting: Meeting,
    now: datetime.datetime,
    agenda: Agenda,
    notes: dict[uuid.UUID, NoteContent],
    *,
    on_screen: Collection[str] = (),
    writing: str = "",
) -> SessionTalk:
    pair_id = meeting.pair_id
    upcoming = queries.next_by_pair(viewer=viewer, pair_ids=[pair_id], now=now, but=meeting.pk).get(pair_id)
    return SessionTalk(
        meeting=queries.row_of(meeting, viewer=viewer, now=now),
        elapsed=_elapsed(meeting, now),
        agenda=agenda,
        sheets=tuple(
            Sheet(
                item=item,
                note=_find(notes, item.note_id),
                is_on_screen=str(item.id) in on_screen,
                is_folded=item.is_talked and str(item.id) != writing,
            )
            for item in agenda.items
        ),
        words=get_latest_words(viewer=viewer, pair_id=pair_id, other_than_of=meeting.pk),
        lent=_lend(meeting, agenda),
        next_id=upcoming.id if upcoming else None,
        may_write=policies.may_hold(viewer, meeting, now),
    )


def _elapsed(meeting: Meeting, now: datetime.datetime) -> datetime.timedelta:
    if meeting.started_at is None:
        return datetime.timedelta()
    return max((meeting.ended_at or now) - meeting.started_at, datetime.timedelta())


def _find(notes: dict[uuid.UUID, NoteContent], document_id: uuid.UUID | None) -> NoteContent | None:
    return notes.get(document_id) if document_id else None


def _lend(meeting: Meeting, agenda: Agenda) -> Lent:
    current = next((item for item in agenda.items if item.is_current), None)
    library = library_for(meeting.pair.organization)
    if current is None or current.topic_id is None:
        return Lent(about="", how="", questions=(*library.icebreaker[:2], *library.open[:4]))
    tenses = prompts_by_topic([current.topic_id]).get(current.topic_id, ())
    questions = tuple(question for tense in reversed(tenses) for question in tense.questions)
    how = current.response.label if current.response else ""
    return Lent(about=current.label, how=how, questions=(*questions, *library.open[:2]))
