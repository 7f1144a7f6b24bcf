"""What the sockets ask of the database. Runs on threads, never in the event loop."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Q, TextField, Value
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.kernel import keys
from aizuchi.kernel.sealing import SealBroken
from aizuchi.kernel.sockets import read_person
from aizuchi.kernel.stored_key import stored_key
from aizuchi.notes.authors import Authors
from aizuchi.notes.log import load_log
from aizuchi.notes.models import CircleMember, Document
from aizuchi.notes.sync.connection import NoteAccess
from aizuchi.notes.sync.note_session import StoredNote
from aizuchi.notes.sync.protocol import Close, ConnectionRefused
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Rights:
    """What is true now of everybody who is connected."""

    members: dict[tuple[uuid.UUID, uuid.UUID], tuple[int, bool]]
    """By circle and person: the membership, and whether they may write."""
    sessions: frozenset[str]
    passwords: dict[uuid.UUID, str]
    """Of those who have not left."""


def load_access(document_id: uuid.UUID, session_key: str) -> NoteAccess:
    """Raises `ConnectionRefused`. What does not exist and what one may not see are told apart by nobody."""
    person = read_person(session_key)
    if person is None:
        raise ConnectionRefused(Close.SIGNED_OUT, "signed out")
    member = CircleMember.objects.filter(circle__documents=document_id, person=person.pk).first()
    if member is None:
        raise ConnectionRefused(Close.NOT_FOUND, "not found")
    return NoteAccess(person.pk, stored_key(session_key), person.password, member.pk, member.may_write)


def load_note(document_id: uuid.UUID) -> StoredNote | None:
    document = Document.objects.select_related("circle").filter(pk=document_id).first()
    if document is None:
        return None
    if document.circle.destroyed_at:
        raise ConnectionRefused(Close.DESTROYED, "destroyed")
    circle = document.circle
    try:
        key = keys.data_key_made_for(owner=circle.pk, organization_id=circle.organization_id, now=timezone.now())
    except SealBroken as error:  # the page says so; trying again would not help
        raise ConnectionRefused(Close.NOT_FOUND, "its key is broken") from error
    stored = load_log(document, key=key)
    authors = Authors.read(stored.authors, stored.snapshots)
    for update, author_id in stored.recent:
        authors.learn_update(update, author_id)
    return StoredNote(
        document_id=document.pk,
        circle_id=document.circle_id,
        is_private=document.circle.is_private,
        key=key,
        updates=[*stored.snapshots, *(update for update, _ in stored.recent)],
        authors=authors,
    )


def have_all_kept_their_rights(accesses: Collection[NoteAccess]) -> bool:
    """True if surely nothing changed for any of them. Asked all the time, so the database only counts."""
    return _are_all_signed_in(accesses) and _are_all_members(accesses) and _are_all_the_same_people(accesses)


def _are_all_signed_in(accesses: Collection[NoteAccess]) -> bool:
    sessions = {access.session_key for access in accesses}
    return Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now()).count() == len(sessions)


def _are_all_members(accesses: Collection[NoteAccess]) -> bool:
    writers = {access.member_id for access in accesses if access.may_write}
    readers = {access.member_id for access in accesses if not access.may_write}
    unchanged = Q(pk__in=writers, may_write=True) | Q(pk__in=readers, may_write=False)
    return CircleMember.objects.filter(unchanged).count() == len(writers) + len(readers)


def _are_all_the_same_people(accesses: Collection[NoteAccess]) -> bool:
    """Whoever leaves these days is left to the thorough check, which knows the clocks of their organization."""
    passwords = {access.person_id: access.password for access in accesses}
    in_two_days = timezone.now().date() + datetime.timedelta(days=2)  # any wall: with a day to spare
    people = Person.objects.filter(pk__in=passwords).still_here_on(in_two_days)
    lines = people.aggregate(lines=_Lines("password", Value("\n")))["lines"] or ""
    return sorted(lines.split("\n")) == sorted(passwords.values())


class _Lines(Aggregate):
    """Many short texts as one: with a row for each, the thread would have to fight for its turn at every row."""

    function = "STRING_AGG"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def load_rights(accesses: Collection[NoteAccess], circle_ids: Collection[uuid.UUID]) -> Rights:
    members = CircleMember.objects.filter(circle__in=circle_ids).values_list(
        "circle_id", "person_id", "pk", "may_write"
    )
    people = Person.objects.filter(pk__in={access.person_id for access in accesses})
    present = people.select_related("organization").only("id", "password", "left_on", "organization__time_zone")
    sessions = Session.objects.filter(
        session_key__in={access.session_key for access in accesses}, expire_date__gt=timezone.now()
    )
    return Rights(
        members={
            (circle_id, person_id): (member_id, may_write) for circle_id, person_id, member_id, may_write in members
        },
        sessions=frozenset(sessions.values_list("session_key", flat=True)),
        passwords={person.pk: person.password for person in present if person.is_active},
    )
