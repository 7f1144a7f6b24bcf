"""The thread of words of a pair, and its letters. Every list begins with the viewer."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from django.db.models import QuerySet
from django.utils import timezone

from aizuchi.growth import policies
from aizuchi.growth.models import Spark, ThankYouNote, ThankYouNoteQuerySet
from aizuchi.growth.thank_you_notes import open_words
from aizuchi.kernel.prepared import prepared
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person, unseen


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words to keep in mind."""

    id: uuid.UUID
    pair_id: uuid.UUID
    meeting_id: uuid.UUID
    text: str
    written_by: Person
    since_on: datetime.date
    outcome: str
    outcome_label: str
    outcome_on: datetime.date | None

    @classmethod
    def of(cls, spark: Spark) -> Self:
        return cls(
            id=spark.pk,
            pair_id=spark.pair_id,
            meeting_id=spark.meeting_id,
            text=spark.text,
            written_by=spark.written_by,
            since_on=timezone.localdate(spark.created_at),
            outcome=spark.outcome,
            outcome_label=str(spark.get_outcome_display()),
            outcome_on=timezone.localdate(spark.outcome_at) if spark.outcome_at else None,
        )


def get_words_of(*, viewer: Person, meeting_id: uuid.UUID) -> Words | None:
    """What this meeting ended with."""
    spark = Spark.objects.visible_to(viewer).filter(meeting_id=meeting_id).select_related("written_by").first()
    return Words.of(spark) if spark else None


def get_latest_words(
    *,
    viewer: Person,
    pair_id: uuid.UUID,
    other_than_of: uuid.UUID | None = None,
    until: datetime.datetime | None = None,
) -> Words | None:
    """What the two wanted to keep in mind.

    `other_than_of` leaves out the words of the meeting they are in, `until` what came after a meeting looked at later.
    """
    found = _find_latest_words(viewer=viewer, pair_id=pair_id, other_than_of=other_than_of, until=until)
    return Words.of(found[0]) if found else None


@prepared
def _find_latest_words(
    viewer: Person, pair_id: uuid.UUID, other_than_of: uuid.UUID | None, until: datetime.datetime | None
) -> QuerySet[Spark]:
    sparks = Spark.objects.visible_to(viewer).filter(pair_id=pair_id).select_related("written_by")
    sparks = sparks.exclude(meeting_id=other_than_of) if other_than_of else sparks
    sparks = sparks.filter(created_at__lt=until) if until else sparks
    return sparks.order_by("-created_at", "-id")[:1]


def list_words(*, viewer: Person, pair_id: uuid.UUID, limit: int = 12) -> list[Words]:
    """Newest first."""
    sparks = Spark.objects.visible_to(viewer).filter(pair_id=pair_id).select_related("written_by")
    return [Words.of(spark) for spark in sparks.order_by("-created_at", "-id")[:limit]]


@dataclass(frozen=True, kw_only=True)
class ThankYouRow:
    """A letter as one of the two reads it."""

    id: uuid.UUID
    pair_id: uuid.UUID
    meeting_id: uuid.UUID
    text: str
    is_whole: bool
    """False: it was changed in the database, and its words cannot be read."""
    author: Person
    is_mine: bool
    written_at: datetime.datetime
    is_kept: bool
    may_take_back: bool


@dataclass(frozen=True, kw_only=True)
class ThankYouNotes:
    """Those of one 1on1: at most one from each of the two."""

    meeting_id: uuid.UUID
    partner: Person
    is_mentee: bool
    mine: ThankYouRow | None
    theirs: ThankYouRow | None
    may_write: bool


def get_thank_you_notes_of(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> ThankYouNotes:
    """`meeting` comes from `access_meeting`."""
    rows = _read_thank_you_notes(viewer, _thank_you_notes(viewer).filter(meeting=meeting))
    mine = next((row for row in rows if row.is_mine), None)
    return ThankYouNotes(
        meeting_id=meeting.pk,
        partner=meeting.pair.partner_of(viewer),
        is_mentee=meeting.pair.mentee_id == viewer.pk,
        mine=mine,
        theirs=next((row for row in rows if not row.is_mine), None),
        may_write=mine is None and policies.may_write_thank_you_note(viewer, meeting, timezone.localdate(now)),
    )


def list_thank_you_notes(*, viewer: Person, pair_id: uuid.UUID, limit: int = 12) -> list[ThankYouRow]:
    """Of a pair, newest first."""
    return _read_thank_you_notes(viewer, _thank_you_notes(viewer).filter(pair_id=pair_id)[:limit])


def list_arrived(*, viewer: Person, limit: int = 3) -> list[ThankYouRow]:
    """What others wrote and the viewer has not put away yet, newest first."""
    return _read_thank_you_notes(viewer, _find_arrived(viewer=viewer, limit=limit))


@prepared
def _find_arrived(viewer: Person, limit: int) -> ThankYouNoteQuerySet:
    return arrived_for(viewer)[:limit]


def arrived_for(viewer: Person) -> ThankYouNoteQuerySet:
    return _thank_you_notes(viewer).filter(kept_at=None).exclude(author=viewer)


def list_received(*, viewer: Person, limit: int) -> list[ThankYouRow]:
    """What others wrote to the viewer, put away or not, newest first."""
    return _read_thank_you_notes(viewer, _thank_you_notes(viewer).exclude(author=viewer)[:limit])


def _thank_you_notes(viewer: Person) -> ThankYouNoteQuerySet:
    thank_you_notes = (
        ThankYouNote.objects.visible_to(viewer).select_related("pair", "author").order_by("-written_at", "-id")
    )
    return thank_you_notes.defer("pair__purpose", "pair__care", "pair__wish", *unseen("author"))


def _read_thank_you_notes(viewer: Person, thank_you_notes: Collection[ThankYouNote]) -> list[ThankYouRow]:
    return [
        ThankYouRow(
            id=thank_you_note.pk,
            pair_id=thank_you_note.pair_id,
            meeting_id=thank_you_note.meeting_id,
            text=text or "",
            is_whole=text is not None,
            author=thank_you_note.author,
            is_mine=thank_you_note.author_id == viewer.pk,
            written_at=thank_you_note.written_at,
            is_kept=thank_you_note.kept_at is not None,
            may_take_back=policies.may_take_back(viewer, thank_you_note),
        )
        for thank_you_note, text in open_words(thank_you_notes).items()
    ]
