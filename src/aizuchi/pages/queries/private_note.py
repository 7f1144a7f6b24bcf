"""The viewer's own note on a 1on1: the one there is, or an empty one that is made with its first words."""

import datetime
import uuid
from collections.abc import Mapping

from django.urls import reverse

from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.notes.queries import NoteContent, describe_unmade_note
from aizuchi.people.models import Person


def find_private_note(*, viewer: Person, meeting: Meeting) -> uuid.UUID | None:
    own = Preparation.objects.filter(meeting=meeting, person=viewer, private_note__isnull=False)
    return own.values_list("private_note", flat=True).first()


def show_private_note(
    *,
    viewer: Person,
    meeting: Meeting,
    key: uuid.UUID | None,
    notes: Mapping[uuid.UUID, NoteContent],
    now: datetime.datetime,
) -> NoteContent | None:
    """`notes` come from `read_documents`. None where there is none and none can be made any more."""
    if key:
        return notes.get(key)
    if not policies.may_write_meeting(viewer, meeting, now):
        return None
    make_at = reverse("meetings:make_private_note", args=[meeting.pk])
    return describe_unmade_note(viewer=viewer, place=meeting.pk, make_at=make_at)
