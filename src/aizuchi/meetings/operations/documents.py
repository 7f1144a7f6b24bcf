"""Live documents of a 1on1: shared ones in the pair's circle, private ones in one person's.

Shared ones come with what they belong to, the item or the 1on1 that is held; a private one with its first words.
"""

import datetime
import uuid

from django.db import transaction

from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.operations.access import lock_meeting
from aizuchi.notes.models import Document
from aizuchi.notes.operations import make_document, private_circle_of
from aizuchi.people.models import Person

SHARED = ("note", "summary", "gains")


def make_item_note(meeting: Meeting, *, now: datetime.datetime) -> Document:
    """For an item that is about to be made."""
    circle = meeting.pair.circle
    assert circle is not None  # every pair is started with one
    return make_document(circle=circle, now=now)


def make_shared_documents(meeting: Meeting, *, now: datetime.datetime) -> None:
    """What the two write together from the moment it is held. Leaves saving to whoever holds the lock."""
    circle = meeting.pair.circle
    assert circle is not None
    for part in SHARED:
        if getattr(meeting, f"{part}_id") is None:
            setattr(meeting, part, make_document(circle=circle, now=now))


@transaction.atomic
def make_private_note(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> uuid.UUID:
    """One's own note on this meeting, which nobody else can ever open; the same at every call."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    preparation, _ = Preparation.objects.get_or_create(meeting=meeting, person=actor)
    if preparation.private_note is None:
        preparation.private_note = make_document(circle=private_circle_of(person=actor, now=now), now=now)
        preparation.save(update_fields=["private_note"])
    return preparation.private_note.pk
