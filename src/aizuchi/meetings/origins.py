"""Of which 1on1, and on what, a note is."""

import uuid
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from aizuchi.meetings.models import AgendaItem, Meeting, Preparation
from aizuchi.notes.origins import Origin
from aizuchi.people.models import Person


def find_origins(document_ids: Collection[uuid.UUID], viewer: Person) -> dict[uuid.UUID, Origin]:
    """Three queries, however many there are. Another one's preparation stays another one's."""
    return {
        **_of_meetings(document_ids, viewer),
        **_of_items(document_ids, viewer),
        **_of_preparations(document_ids, viewer),
    }


def _of_meetings(ids: Collection[uuid.UUID], viewer: Person) -> dict[uuid.UUID, Origin]:
    kinds = {"note": _("Notes on the whole"), "summary": _("Summary"), "gains": _("What you took along")}
    wanted = Q(note__in=ids) | Q(summary__in=ids) | Q(gains__in=ids)
    found: dict[uuid.UUID, Origin] = {}
    for meeting in Meeting.objects.visible_to(viewer).filter(wanted).select_related("pair__mentee", "pair__mentor"):
        for part, kind in kinds.items():
            document_id = getattr(meeting, f"{part}_id")
            if document_id in ids:
                found[document_id] = Origin(kind, meeting.starts_at, _partner(meeting, viewer))
    return found


def _of_items(ids: Collection[uuid.UUID], viewer: Person) -> dict[uuid.UUID, Origin]:
    items = AgendaItem.objects.visible_to(viewer).filter(note__in=ids)
    items = items.select_related(
        "meeting__pair__mentee", "meeting__pair__mentor", "topic", "theme", "expected_response"
    )
    return {item.note_id: _of_item(item, viewer) for item in items if item.note_id}


def _of_item(item: AgendaItem, viewer: Person) -> Origin:
    response = item.expected_response
    return Origin(
        kind=_("Note"),
        at=item.meeting.starts_at,
        partner=_partner(item.meeting, viewer),
        topic=item.label,
        topic_icon=item.icon,
        response=response.label if response else "",
        response_icon=response.icon if response else "",
    )


def _of_preparations(ids: Collection[uuid.UUID], viewer: Person) -> dict[uuid.UUID, Origin]:
    own = Preparation.objects.filter(
        person=viewer, private_note__in=ids, meeting__in=Meeting.objects.visible_to(viewer)
    )
    return {
        one.private_note_id: Origin(_("When you prepared"), one.meeting.starts_at, _partner(one.meeting, viewer))
        for one in own.select_related("meeting__pair__mentee", "meeting__pair__mentor")
        if one.private_note_id
    }


def _partner(meeting: Meeting, viewer: Person) -> Person:
    return meeting.pair.mentor if meeting.pair.mentee_id == viewer.pk else meeting.pair.mentee
