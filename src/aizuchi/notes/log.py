"""The sealed log: what leaves this module towards the database is unreadable, what comes back is checked."""

import datetime
import logging
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, Value

from aizuchi.kernel import keys
from aizuchi.kernel.ids import new_id
from aizuchi.kernel.prepared import prepared
from aizuchi.kernel.sealing import Opener, Place, SealBroken, open_sealed, seal
from aizuchi.notes.models import Document, Snapshot, Update

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class LogEntry:
    """One update on its way to the log or out of it."""

    document_id: uuid.UUID
    author_id: uuid.UUID | None
    at: datetime.datetime
    payload: bytes


def seal_entry(entry: LogEntry, *, key: bytes) -> Update:
    update_id = new_id()
    return Update(
        id=update_id,
        document_id=entry.document_id,
        author_id=entry.author_id,
        at=entry.at,
        payload=seal_payload(entry, update_id, key=key),
    )


def seal_payload(entry: LogEntry, update_id: uuid.UUID, *, key: bytes) -> bytes:
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


@dataclass(frozen=True)
class Reading:
    """What can be read of a document. A row that somebody changed in the database is left out, and that is told."""

    updates: list[bytes] = field(default_factory=list)
    is_whole: bool = True


def read_logs(documents: Iterable[Document]) -> dict[uuid.UUID, Reading]:
    """What each document is the sum of, with a fixed number of queries; nothing where its key was destroyed."""
    circle_of = {document.pk: document.circle_id for document in documents}
    found = keys.find_data_keys(circle_of.values())
    closed = {pk for pk, circle_id in circle_of.items() if circle_id in found.broken}
    key_of = {pk: found.keys[circle_id] for pk, circle_id in circle_of.items() if circle_id in found.keys}
    wanted = sorted(key_of.keys() | closed)
    snapshots, updates = _read_rows(wanted) if wanted else ([], [])
    opened: dict[uuid.UUID, list[bytes | None]] = defaultdict(list)
    for snapshot in snapshots:
        key = key_of.get(snapshot.document_id)
        opened[snapshot.document_id] += _open_sum(snapshot, key=key) if key else [None]
    for update in updates:
        key = key_of.get(update.document_id)
        opened[update.document_id].append(try_update(update, key=key) if key else None)
    return {pk: Reading(list(_present(opened[pk])), None not in opened[pk]) for pk in circle_of}


def _read_rows(documents: list[uuid.UUID]) -> tuple[list[Snapshot], list[Update]]:
    """Both in one statement, so that an update that is compacted meanwhile is in one of the two."""
    snapshots, updates = [], []
    for document_id, key, version, payload, is_sum in _find_rows(documents=documents):
        if is_sum:
            snapshots.append(Snapshot(document_id=document_id, version=version, payload=payload))
        else:
            updates.append(Update(id=key, document_id=document_id, payload=payload))
    return snapshots, sorted(updates, key=lambda update: update.id)


@prepared
def _find_rows(documents: list[uuid.UUID]) -> QuerySet[Any, tuple[uuid.UUID, uuid.UUID, int, bytes, bool]]:
    """Each of the two has what the other lacks filled in, since their columns are one."""
    columns = ("document_id", "key", "number", "payload", "is_sum")
    updates = Update.objects.filter(document__in=documents, in_snapshot=False).order_by()
    sums = Snapshot.objects.filter(document__in=documents).order_by()
    rows: QuerySet[Any, tuple[uuid.UUID, uuid.UUID, int, bytes, bool]] = (
        updates.annotate(key=F("id"), number=Value(0), is_sum=Value(value=False))
        .values_list(*columns)
        .union(
            sums.annotate(key=F("document_id"), number=F("version"), is_sum=Value(value=True)).values_list(*columns),
            all=True,
        )
    )
    return rows


def load_updates(documents: Iterable[Document]) -> dict[uuid.UUID, list[bytes]]:
    """As `read_logs`, for whoever goes on with what there is."""
    return {pk: reading.updates for pk, reading in read_logs(documents).items()}


def try_update(row: Update, *, key: bytes) -> bytes | None:
    """None: somebody changed it in the database."""
    try:
        return open_update(row, key=key)
    except SealBroken:
        _tell_of_change(row.pk)
        return None


def _tell_of_change(update_id: object) -> None:
    logger.error("notes: a row of the log was changed outside: update %s", update_id)


def _open_sum(snapshot: Snapshot, *, key: bytes) -> list[bytes | None]:
    """What it is the sum of, if the sum itself was changed: that is still in the log."""
    try:
        return [open_snapshot(snapshot, key=key)]
    except SealBroken:
        logger.error("notes: a sum of the log was changed outside: document %s", snapshot.document_id)
        rows = Update.objects.filter(document=snapshot.document_id, in_snapshot=True).order_by("id")
        return [try_update(row, key=key) for row in rows]


def _present(opened: Iterable[bytes | None]) -> Iterator[bytes]:
    return (one for one in opened if one is not None)


_Recent = tuple[bytes, uuid.UUID | None]


@dataclass(frozen=True)
class StoredLog:
    snapshots: Sequence[bytes]
    recent: Sequence[_Recent]
    """Updates since the snapshot, with who wrote them."""
    authors: dict[str, str]
    """Whose the clients in the snapshot were, as `Authors` tells it."""


def load_logs(key_of: Mapping[uuid.UUID, bytes]) -> dict[uuid.UUID, StoredLog]:
    """Of each of these documents, by its key."""
    # The updates first: one that is compacted between the two reads is then seen twice, which does no harm.
    recent = _open_recent(key_of)
    snapshots = {row.document_id: row for row in Snapshot.objects.filter(document__in=key_of)}
    return {pk: _stored_log(snapshots.get(pk), recent[pk], key=key) for pk, key in key_of.items()}


def _stored_log(snapshot: Snapshot | None, recent: Sequence[_Recent], *, key: bytes) -> StoredLog:
    return StoredLog(
        snapshots=list(_present(_open_sum(snapshot, key=key))) if snapshot else [],
        recent=recent,
        authors=snapshot.authors if snapshot else {},
    )


def _open_recent(key_of: Mapping[uuid.UUID, bytes]) -> dict[uuid.UUID, list[_Recent]]:
    """What is not summed up yet. Tens of thousands of tiny rows, perhaps: so they are read as the database has them."""
    opened: dict[uuid.UUID, list[_Recent]] = {pk: [] for pk in key_of}
    if not key_of:
        return opened
    opener_of = {pk: Opener(key) for pk, key in key_of.items()}
    rows = Update.objects.filter(document__in=key_of, in_snapshot=False)
    sql, values = rows.values_list("document_id", "id", "author_id", "payload").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for stored_document, stored_id, author, payload in cursor.fetchall():
            document_id = _as_uuid(stored_document)
            try:
                place = _place_of_update(document_id, _spell(stored_id))
                update = opener_of[document_id].open(bytes(payload), place)
            except SealBroken:
                _tell_of_change(stored_id)
                continue
            opened[document_id].append((update, _as_uuid(author) if author else None))
    return opened


@lru_cache(1_000)
def _as_uuid(stored: uuid.UUID | str) -> uuid.UUID:
    """PostgreSQL gives an id, SQLite its digits."""
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored)


def _spell(stored: uuid.UUID | str) -> str:
    """As `str` of an id, without making one."""
    if isinstance(stored, uuid.UUID):
        return str(stored)
    return f"{stored[:8]}-{stored[8:12]}-{stored[12:16]}-{stored[16:20]}-{stored[20:]}"


def _place_of_update(document_id: uuid.UUID, update_id: uuid.UUID | str) -> Place:
    return Place("notes_update", f"{document_id}/{update_id}", "payload")


def _place_of_snapshot(document_id: uuid.UUID, version: int) -> Place:
    return Place("notes_snapshot", str(document_id), "payload", version)


def _place_of_words(document_id: uuid.UUID, version: int) -> Place:
    return Place("notes_snapshot", str(document_id), "words", version)
