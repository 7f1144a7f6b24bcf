"""The sealed log: what leaves this module towards the database is unreadable, what comes back is checked."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aizuchi.kernel import keys
from aizuchi.kernel.ids import new_id
from aizuchi.kernel.sealing import Place, open_sealed, seal
from aizuchi.notes.models import Document, Snapshot, Update


@dataclass(frozen=True)
class Entry:
    """One update on its way to the log or out of it."""

    document_id: uuid.UUID
    author_id: uuid.UUID | None
    at: datetime.datetime
    payload: bytes


def seal_entry(entry: Entry, *, key: bytes) -> Update:
    update_id = new_id()
    return Update(
        id=update_id,
        document_id=entry.document_id,
        author_id=entry.author_id,
        at=entry.at,
        payload=seal_payload(entry, update_id, key=key),
    )


def seal_payload(entry: Entry, update_id: uuid.UUID, *, key: bytes) -> bytes:
    return seal(entry.payload, key=key, place=_place_of_update(entry.document_id, update_id))


def open_update(row: Update, *, key: bytes) -> bytes:
    return open_sealed(bytes(row.payload), key=key, place=_place_of_update(row.document_id, row.id))


def seal_snapshot(document_id: uuid.UUID, payload: bytes, *, version: int, key: bytes) -> bytes:
    return seal(payload, key=key, place=_place_of_snapshot(document_id, version))


def open_snapshot(row: Snapshot, *, key: bytes) -> bytes:
    return open_sealed(bytes(row.payload), key=key, place=_place_of_snapshot(row.document_id, row.version))


def seal_words(document_id: uuid.UUID, words: str, *, version: int, key: bytes) -> bytes:
    return seal(words.encode(), key=key, place=_place_of_words(document_id, version))


def open_words(document_id: uuid.UUID, version: int, sealed: bytes, *, key: bytes) -> str:
    return open_sealed(sealed, key=key, place=_place_of_words(document_id, version)).decode()


def load_updates(documents: Iterable[Document]) -> dict[uuid.UUID, list[bytes]]:
    """What each document is the sum of, with a fixed number of queries; nothing where its key was destroyed."""
    circle_of = {document.pk: document.circle_id for document in documents}
    data_keys = keys.data_keys(circle_of.values())
    readable = [pk for pk, circle_id in circle_of.items() if circle_id in data_keys]
    found: dict[uuid.UUID, list[bytes]] = defaultdict(list)
    # The updates first: one that is compacted between the two reads is then seen twice, which does no harm.
    updates = list(Update.objects.filter(document__in=readable, in_snapshot=False).order_by("id"))
    for snapshot in Snapshot.objects.filter(document__in=readable):
        found[snapshot.document_id].append(open_snapshot(snapshot, key=data_keys[circle_of[snapshot.document_id]]))
    for update in updates:
        found[update.document_id].append(open_update(update, key=data_keys[circle_of[update.document_id]]))
    return found


@dataclass(frozen=True)
class StoredLog:
    snapshots: Sequence[bytes]
    recent: Sequence[tuple[bytes, uuid.UUID | None]]
    """Updates since the snapshot, with who wrote them."""
    authors: dict[str, str]
    """Whose the clients in the snapshot were, as `Authors` tells it."""


def load_log(document: Document, *, key: bytes) -> StoredLog:
    # The updates first: one that is compacted between the two reads is then seen twice, which does no harm.
    recent = [(open_update(row, key=key), row.author_id) for row in document.updates.filter(in_snapshot=False)]
    snapshot = Snapshot.objects.filter(document=document).first()
    return StoredLog(
        snapshots=[open_snapshot(snapshot, key=key)] if snapshot else [],
        recent=recent,
        authors=snapshot.authors if snapshot else {},
    )


def _place_of_update(document_id: uuid.UUID, update_id: uuid.UUID) -> Place:
    return Place("notes_update", f"{document_id}/{update_id}", "payload")


def _place_of_snapshot(document_id: uuid.UUID, version: int) -> Place:
    return Place("notes_snapshot", str(document_id), "payload", version)


def _place_of_words(document_id: uuid.UUID, version: int) -> Place:
    return Place("notes_snapshot", str(document_id), "words", version)
