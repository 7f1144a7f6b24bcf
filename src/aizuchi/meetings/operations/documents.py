"""Live documents of a 1on1, made on first need: shared ones in the pair's circle, private ones in one person's."""

import datetime
import uuid

from django.db import transaction

from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.operations.access import access_meeting, lock_meeting
from aizuchi.notes.operations import make_document, private_circle_of
from aizuchi.people.models import Person

SHARED = ("note", "summary", "gains")


def ensure_documents(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Everything the two write together in this meeting has a document; for those who may only read nothing is made.

    Where nothing is missing nothing is locked: pages ask this each time they are shown.
    """
    meeting = access_meeting(viewer=actor, meeting_id=meeting_id)
    if not policies.may_write_meeting(actor, meeting, now) or _is_complete(meeting):
        return meeting
    return _make_shared(actor, meeting_id, now)


@transaction.atomic
def _make_shared(actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    circle = meeting.pair.circle
    assert circle is not None  # every pair is started with one
    for part in SHARED:
        if getattr(meeting, f"{part}_id") is None:
            setattr(meeting, part, make_document(circle=circle, now=now))
    meeting.save(update_fields=SHARED)
    for item in meeting.items.present().filter(note__isnull=True):
        item.note = make_document(circle=circle, now=now)
        item.save(update_fields=["note"])
    return meeting


def ensure_private_note(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> uuid.UUID | None:
    """One's own note on this meeting, which nobody else can ever open; None where none can be made any more."""
    meeting = access_meeting(viewer=actor, meeting_id=meeting_id)
    known = Preparation.objects.filter(meeting=meeting, person=actor).first()
    if known and known.private_note_id:
        return known.private_note_id
    if not policies.may_write_meeting(actor, meeting, now):
        return None
    return _make_private(actor, meeting_id, now)


@transaction.atomic
def _make_private(actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> uuid.UUID | None:
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    preparation, _ = Preparation.objects.get_or_create(meeting=meeting, person=actor)
    if preparation.private_note_id is None:
        preparation.private_note = make_document(circle=private_circle_of(person=actor, now=now), now=now)
        preparation.save(update_fields=["private_note"])
    return preparation.private_note_id


def _is_complete(meeting: Meeting) -> bool:
    has_all = all(getattr(meeting, f"{part}_id") for part in SHARED)
    return has_all and not meeting.items.present().filter(note__isnull=True).exists()
