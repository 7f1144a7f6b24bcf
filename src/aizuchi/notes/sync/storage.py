"""What the sockets ask of the database. Runs on threads, never in the event loop."""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Q, TextField, Value
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.accounts.signed_in import read_people
from aizuchi.kernel import keys
from aizuchi.kernel.sealing import SealBroken
from aizuchi.kernel.stored_key import stored_key
from aizuchi.notes.authors import Authors
from aizuchi.notes.log import StoredLog, load_logs
from aizuchi.notes.models import Circle, CircleMember, Document
from aizuchi.notes.sync.connection import NoteAccess
from aizuchi.notes.sync.note_session import StoredNote
from aizuchi.notes.sync.protocol import Close, ConnectionRefused
from aizuchi.notes.tree import join_updates, merge_by_writer
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Rights:
    """What is true now of everybody who is connected."""

    members: dict[tuple[uuid.UUID, uuid.UUID], tuple[int, bool]]
    """By circle and person: the membership, and whether they may write."""
    sessions: frozenset[str]
    passwords: dict[uuid.UUID, str]
    """Of those who have not left."""


def load_accesses(wishes: Sequence[tuple[uuid.UUID, str]]) -> list[NoteAccess | Exception]:
    """For each document and session key. What does not exist and what one may not see are told apart by nobody."""
    people = read_people({session_key for _, session_key in wishes})
    members = _read_members({document_id for document_id, _ in wishes}, {person.pk for person in people.values()})
    return [
        _access_of(people.get(session_key), document_id, session_key, members) for document_id, session_key in wishes
    ]


def _read_members(
    document_ids: Collection[uuid.UUID], person_ids: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], tuple[int, bool]]:
    """By document and person: the membership, and whether they may write."""
    members = CircleMember.objects.filter(circle__documents__in=document_ids, person__in=person_ids)
    rows = members.values_list("circle__documents", "person", "pk", "may_write")
    return {(document_id, person_id): (pk, may_write) for document_id, person_id, pk, may_write in rows}


def _access_of(
    person: Person | None,
    document_id: uuid.UUID,
    session_key: str,
    members: Mapping[tuple[uuid.UUID, uuid.UUID], tuple[int, bool]],
) -> NoteAccess | ConnectionRefused:
    if person is None:
        return ConnectionRefused(Close.SIGNED_OUT, "signed out")
    member = members.get((document_id, person.pk))
    if member is None:
        return ConnectionRefused(Close.NOT_FOUND, "not found")
    return NoteAccess(person.pk, stored_key(session_key), person.password, *member)


def load_note(document_id: uuid.UUID) -> StoredNote:
    """Raises `ConnectionRefused`."""
    (note,) = load_notes([document_id])
    if isinstance(note, Exception):
        raise note
    return note


def load_notes(document_ids: Sequence[uuid.UUID]) -> list[StoredNote | Exception]:
    documents = Document.objects.select_related("circle").in_bulk(document_ids)
    keys_of = _find_keys({document.circle for document in documents.values()})
    logs = load_logs(
        {pk: key for pk, document in documents.items() if isinstance(key := keys_of[document.circle_id], bytes)}
    )
    return [_stored_note(documents.get(pk), keys_of, logs) for pk in document_ids]


_Key = bytes | ConnectionRefused


def _find_keys(circles: Collection[Circle]) -> dict[uuid.UUID, _Key]:
    living = [circle.pk for circle in circles if not circle.destroyed_at]
    found = keys.find_data_keys(living).keys
    return {circle.pk: found.get(circle.pk) or _find_key(circle) for circle in circles}


def _find_key(circle: Circle) -> _Key:
    if circle.destroyed_at:
        return ConnectionRefused(Close.DESTROYED, "destroyed")
    try:
        return keys.data_key_made_for(owner=circle.pk, organization_id=circle.organization_id, now=timezone.now())
    except keys.KeyDestroyed:
        return ConnectionRefused(Close.DESTROYED, "destroyed")
    except SealBroken:  # the page says so; trying again would not help
        return ConnectionRefused(Close.NOT_FOUND, "its key is broken")


def _stored_note(
    document: Document | None, keys_of: Mapping[uuid.UUID, _Key], logs: Mapping[uuid.UUID, StoredLog]
) -> StoredNote | ConnectionRefused:
    if document is None:
        return ConnectionRefused(Close.NOT_FOUND, "not found")
    key = keys_of[document.circle_id]
    if isinstance(key, ConnectionRefused):
        return key
    stored = logs[document.pk]
    authors = Authors.read(stored.authors, stored.snapshots)
    recent = merge_by_writer(stored.recent)
    authors.learn_log(stored.recent, recent)
    updates = [*stored.snapshots, *(update for update, _ in recent)]
    return StoredNote(
        document_id=document.pk,
        circle_id=document.circle_id,
        is_private=document.circle.is_private,
        key=key,
        updates=updates if recent is stored.recent else join_updates(updates),
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
