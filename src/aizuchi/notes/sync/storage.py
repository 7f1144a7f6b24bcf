"""What the sockets ask of the database. Runs on threads, never in the event loop."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.utils import timezone
from pycrdt import get_state

from aizuchi.kernel import keys
from aizuchi.notes.log import load_log
from aizuchi.notes.models import CircleMember, Document
from aizuchi.notes.sync.protocol import Close, ConnectionRefused, read_state_vector
from aizuchi.notes.sync.room import StoredNote
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Standing:
    """What one person may do in one note."""

    circle_id: uuid.UUID
    is_private: bool
    may_write: bool


@dataclass(frozen=True)
class Rights:
    """What is true now of everybody who is connected."""

    may_write: dict[tuple[uuid.UUID, uuid.UUID], bool]
    sessions: frozenset[str]
    password_marks: dict[uuid.UUID, str]


def load_standing(document_id: uuid.UUID, person_id: uuid.UUID) -> Standing | None:
    member = (
        CircleMember.objects.filter(circle__documents=document_id, person=person_id).select_related("circle").first()
    )
    return Standing(member.circle_id, member.circle.is_private, member.may_write) if member else None


def load_note(document_id: uuid.UUID) -> StoredNote | None:
    document = Document.objects.select_related("circle").filter(pk=document_id).first()
    if document is None:
        return None
    if document.circle.destroyed_at:
        raise ConnectionRefused(Close.DESTROYED, "destroyed")
    key = keys.data_key_made_for(
        owner=document.circle_id, organization_id=document.circle.organization_id, now=timezone.now()
    )
    stored = load_log(document, key=key)
    authors = dict(stored.authors)
    for update, author_id in stored.recent:
        if author_id:
            for client in read_state_vector(get_state(update)):
                authors.setdefault(client, author_id)
    return StoredNote(
        document_id=document.pk,
        circle_id=document.circle_id,
        is_private=document.circle.is_private,
        key=key,
        updates=[*stored.snapshots, *(update for update, _ in stored.recent)],
        authors=authors,
    )


def load_rights(
    circle_ids: Collection[uuid.UUID], session_keys: Collection[str], person_ids: Collection[uuid.UUID]
) -> Rights:
    now = timezone.now()
    members = CircleMember.objects.filter(circle__in=circle_ids).values_list("circle_id", "person_id", "may_write")
    people = Person.objects.filter(pk__in=person_ids).only("id", "password", "left_on")
    return Rights(
        may_write={(circle_id, person_id): may_write for circle_id, person_id, may_write in members},
        sessions=frozenset(_living_sessions(session_keys, now)),
        password_marks={person.pk: person.get_session_auth_hash() for person in people if person.is_active},
    )


def _living_sessions(session_keys: Collection[str], now: datetime.datetime) -> Collection[str]:
    return Session.objects.filter(session_key__in=session_keys, expire_date__gt=now).values_list(
        "session_key", flat=True
    )
