"""The viewer's own note on a 1on1: the one there is, or an empty one that is made with its first words."""

import datetime

from django.urls import reverse

from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.notes.queries import NoteContent, describe_unmade_note, read_documents
from aizuchi.people.models import Person


def read_private_note(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> NoteContent | None:
    """None where there is none and none can be made any more."""
    known = Preparation.objects.filter(meeting=meeting, person=viewer, private_note__isnull=False).first()
    if known and known.private_note_id:
        return read_documents([known.private_note_id], viewer=viewer).get(known.private_note_id)
    if not policies.may_write_meeting(viewer, meeting, now):
        return None
    make_at = reverse("meetings:make_private_note", args=[meeting.pk])
    return describe_unmade_note(viewer=viewer, place=meeting.pk, make_at=make_at)
