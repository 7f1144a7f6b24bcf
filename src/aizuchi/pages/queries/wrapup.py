"""What the two keep of a 1on1, while it is fresh and ever after."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.actions import queries as actions
from aizuchi.actions.rows import ActionLine
from aizuchi.catalogue.models import PairKind
from aizuchi.feedback.queries.answer_card import AnswerCard, find_answer_card
from aizuchi.growth import queries as growth
from aizuchi.growth.queries import ThankYouNotes, Words
from aizuchi.hints.queries import Attempt, list_attempts_to_ask
from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.queries.agenda import Agenda, get_agenda
from aizuchi.meetings.queries.meetings import MeetingRow, next_by_pair, row_of
from aizuchi.meetings.queries.times import find_best_starts
from aizuchi.notes.queries import NoteContent, read_documents
from aizuchi.people.models import Person
from aizuchi.surveys.queries.clarity import ClarityQuestion, get_clarity_question


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A time the two could take, and who of them wishes it."""

    starts_at: datetime.datetime
    reason: str
    is_mine: bool
    is_theirs: bool


@dataclass(frozen=True, kw_only=True)
class NextDate:
    offers: tuple[Pick, ...]
    mine: datetime.datetime | None
    theirs: datetime.datetime | None
    minutes: int


@dataclass(frozen=True, kw_only=True)
class NextPart:
    """What the part about the next date shows."""

    row: MeetingRow
    following: MeetingRow | None
    next_date: NextDate
    may_write: bool

    @property
    def next_is_dated(self) -> bool:
        return self.following is not None and self.following.starts_at is not None


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    """What the part of the anonymous answer shows, and the foot that belongs to it."""

    row: MeetingRow
    voice: AnswerCard | None
    """What the viewer may answer without their name, once the 1on1 is closed."""
    brings_topics: bool
    may_write: bool

    @property
    def is_closed(self) -> bool:
        return self.row.state == Meeting.State.CLOSED


@dataclass(frozen=True, kw_only=True)
class WrapUp(NextPart, AnswerPart):
    lasted: int
    agenda: Agenda
    actions: list[ActionLine]
    words: Words | None
    words_before: Words | None
    thank_you_notes: ThankYouNotes
    summary: NoteContent | None
    gains: NoteContent | None
    attempts: list[Attempt]
    """The hints the viewer wanted to try: did they help? Only the viewer sees them."""
    may_draft: bool
    clarity: ClarityQuestion | None
    """How clear they feel now: for whoever brought the topics, where the organization wants it asked."""

    @property
    def is_peer(self) -> bool:
        return self.row.pair_kind == PairKind.PEER


def get_next_part(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> NextPart:
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    following = _following(viewer, meeting, now)
    return NextPart(
        row=row_of(meeting, viewer=viewer, now=now),
        following=following,
        next_date=_find_next_date(viewer, meeting, following, now),
        may_write=policies.may_write_meeting(viewer, meeting, now),
    )


def get_answer_part(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> AnswerPart:
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    return AnswerPart(
        row=row_of(meeting, viewer=viewer, now=now),
        voice=_find_answer_card(viewer, meeting, now),
        brings_topics=policies.brings_topics(viewer, meeting.pair),
        may_write=policies.may_write_meeting(viewer, meeting, now),
    )


def get_words_before(*, viewer: Person, meeting: Meeting) -> Words | None:
    """What the two wanted to keep in mind until this time."""
    return growth.get_latest_words(
        viewer=viewer, pair_id=meeting.pair_id, other_than_of=meeting.pk, until=meeting.closed_at
    )


def get_wrapup(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> WrapUp:
    """Http404 for everybody but the two."""
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    documents = read_documents([meeting.summary_id, meeting.gains_id], viewer=viewer)
    summary = _find(documents, meeting.summary_id)
    following = _following(viewer, meeting, now)
    may_write = policies.may_write_meeting(viewer, meeting, now)
    return WrapUp(
        row=row_of(meeting, viewer=viewer, now=now),
        lasted=minutes_of(meeting),
        agenda=get_agenda(viewer=viewer, meeting=meeting, now=now),
        actions=list_rows(viewer, meeting, now, with_blank=may_write),
        words=growth.get_words_of(viewer=viewer, meeting_id=meeting.pk),
        words_before=get_words_before(viewer=viewer, meeting=meeting),
        thank_you_notes=growth.get_thank_you_notes_of(viewer=viewer, meeting=meeting, now=now),
        summary=summary,
        gains=_find(documents, meeting.gains_id),
        following=following,
        next_date=_find_next_date(viewer, meeting, following, now),
        voice=_find_answer_card(viewer, meeting, now),
        brings_topics=policies.brings_topics(viewer, meeting.pair),
        attempts=list_attempts_to_ask(viewer=viewer, meeting_id=meeting.pk, now=now),
        may_write=may_write,
        clarity=get_clarity_question(viewer=viewer, meeting=meeting, now=now),
        may_draft=may_draft_summary(viewer, meeting, now) and (summary is None or summary.is_empty),
    )


def may_draft_summary(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    """Whose time it was says first what it came to; the other looks on and adds."""
    return policies.brings_topics(viewer, meeting.pair) and policies.may_write_meeting(viewer, meeting, now)


def list_rows(viewer: Person, meeting: Meeting, now: datetime.datetime, *, with_blank: bool) -> list[ActionLine]:
    """The promises of a meeting; one line stands ready where there is none yet."""
    made = actions.list_of_meeting(viewer=viewer, meeting_id=meeting.pk, now=now)
    rows = [ActionLine.of(action, viewer) for action in made]
    return rows or ([ActionLine.blank(meeting, viewer)] if with_blank else [])


def minutes_of(meeting: Meeting) -> int:
    if not (meeting.started_at and meeting.ended_at):
        return meeting.minutes
    return max(1, round((meeting.ended_at - meeting.started_at).total_seconds() / 60))


def draft_from_notes(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> str:
    """The first line under each topic, and of the note on the whole; empty where nothing was written."""
    agenda = get_agenda(viewer=viewer, meeting=meeting, now=now)
    notes = read_documents([*(item.note_id for item in agenda.items), meeting.note_id], viewer=viewer)
    labels = {item.note_id: item.label for item in agenda.items if item.note_id}
    lines = []
    for document_id in [*labels, meeting.note_id]:
        note = notes.get(document_id) if document_id else None
        if note and not note.is_empty:
            first = next(line.strip() for line in note.text.splitlines() if line.strip())
            if document_id in labels:
                first = _("%(topic)s: %(line)s") % {"topic": labels[document_id], "line": first}
            lines.append(f"- {first}")
    return "\n".join(lines)


def _find(documents: Mapping[uuid.UUID, NoteContent], key: uuid.UUID | None) -> NoteContent | None:
    return documents.get(key) if key else None


def _find_answer_card(viewer: Person, meeting: Meeting, now: datetime.datetime) -> AnswerCard | None:
    if meeting.closed_at is None:
        return None
    mentor = meeting.pair.partner_of(viewer)
    return find_answer_card(viewer=viewer, mentor=mentor, closed_at=meeting.closed_at, now=now)


def _following(viewer: Person, meeting: Meeting, now: datetime.datetime) -> MeetingRow | None:
    following = next_by_pair(viewer=viewer, pair_ids=[meeting.pair_id], now=now).get(meeting.pair_id)
    return following if following and following.id != meeting.pk else None


def _find_next_date(viewer: Person, meeting: Meeting, following: MeetingRow | None, now: datetime.datetime) -> NextDate:
    """The best times of both, near what the rhythm of the pair asks for, and what the two wish so far."""
    if following is None or following.starts_at:
        return NextDate(offers=(), mine=None, theirs=None, minutes=meeting.pair.minutes)
    in_person = meeting.place_kind == Meeting.Place.IN_PERSON
    found = find_best_starts(viewer=viewer, pair=meeting.pair, after=meeting, in_person=in_person, now=now)
    wishes = dict(meeting.date_wishes.filter(starts_at__gt=now).values_list("person", "starts_at"))
    mine = wishes.pop(viewer.pk, None)
    theirs = next(iter(wishes.values()), None)
    reasons = {offer.starts_at: offer.reason for offer in found}
    shown = sorted({*reasons, *(moment for moment in (mine, theirs) if moment)})
    return NextDate(
        offers=tuple(
            Pick(
                starts_at=moment,
                reason=reasons.get(moment, ""),
                is_mine=moment == mine,
                is_theirs=moment == theirs,
            )
            for moment in shown
        ),
        mine=mine,
        theirs=theirs,
        minutes=meeting.pair.minutes,
    )
