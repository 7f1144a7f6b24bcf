"""The way of an edit to the disk: gathered for a few milliseconds, sealed, and committed on a thread of its own.

Whoever hands in an edit is told when it is stored, and only then. If the disk refuses, edits wait here and are tried
again; nobody is told anything until they are really there.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from aizuchi.kernel.ids import new_id
from aizuchi.kernel.metrics import Timed
from aizuchi.notes.log import LogEntry, seal_payload
from aizuchi.notes.models import Update

Row = tuple[Any, ...]

logger = logging.getLogger(__name__)

STORED = Timed(
    "aizuchi_note_update_seconds",
    "Edits of notes: how many, and how long until they were on the disk and acknowledged.",
    "outcome",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30),
)

_COLUMNS = ("id", "document_id", "author_id", "at", "payload", "in_snapshot")
_MOST_ROWS = 64

_WINDOW_SECONDS = 0.008
_LARGEST_BACKLOG = 64 * 1024 * 1024
_LONGEST_PAUSE = 2.0


@dataclass(frozen=True)
class Errand:
    """An edit to store, or None to be told when everything before it is stored."""

    entry: LogEntry | None
    key: bytes
    done: Callable[[bool], None]
    """Called in the event loop: True when stored, False when it can never be (its document is gone)."""
    handed_in_at: float = field(default_factory=time.monotonic)


class JournalFull(Exception):
    """So much waits for the disk that taking more would endanger the process."""


class Journal:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._errands: queue.SimpleQueue[Errand] = queue.SimpleQueue()
        self._backlog = 0
        threading.Thread(target=self._work, name="notes-journal", daemon=True).start()

    def append(self, errand: Errand) -> None:
        if self._backlog > _LARGEST_BACKLOG:
            raise JournalFull
        self._backlog += _size(errand)
        self._errands.put(errand)

    def _work(self) -> None:
        while True:
            batch = [self._errands.get()]
            time.sleep(_WINDOW_SECONDS)
            while not self._errands.empty():
                batch.append(self._errands.get())
            results = self._store_patiently(batch)
            try:
                self._loop.call_soon_threadsafe(self._report, batch, results)
            except RuntimeError:  # the server has stopped; what was stored is stored
                return

    def _report(self, batch: Sequence[Errand], results: Sequence[bool]) -> None:
        now = time.monotonic()
        for errand, is_stored in zip(batch, results, strict=True):
            if errand.entry:
                STORED.add(now - errand.handed_in_at, "stored" if is_stored else "gone")
            self._backlog -= _size(errand)
            errand.done(is_stored)

    def _store_patiently(self, batch: Sequence[Errand]) -> list[bool]:
        pause = 0.1
        while True:
            try:
                return _store(batch)
            except (DatabaseError, OSError) as error:
                logger.warning("notes cannot be stored, trying again: %s", type(error).__name__)
                connection.close()
                time.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)


def _size(errand: Errand) -> int:
    return len(errand.entry.payload) + 200 if errand.entry else 200


def _store(batch: Sequence[Errand]) -> list[bool]:
    try:
        _insert([errand for errand in batch if errand.entry])
    except IntegrityError:  # a document was deleted meanwhile: the others must not suffer
        return [_store_alone(errand) for errand in batch]
    return [True] * len(batch)


def _store_alone(errand: Errand) -> bool:
    try:
        _insert([errand] if errand.entry else [])
    except IntegrityError:
        return False
    return True


def _insert(errands: Sequence[Errand]) -> None:
    database = connections[DEFAULT_DB_ALIAS]
    rows: Sequence[Row] = [_seal_row(errand.entry, errand.key, database) for errand in errands if errand.entry]
    if not rows:
        return
    _make_commits_durable(database)
    with transaction.atomic(), database.cursor() as cursor:
        while rows:
            part, rows = _split(rows)
            cursor.execute(_insert_of(len(part)), [value for row in part for value in row])


def _split(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Few sizes, so that the database knows their statements by heart."""
    size = min(_MOST_ROWS, 1 << (len(rows).bit_length() - 1))
    return rows[:size], rows[size:]


@cache
def _insert_of(count: int) -> str:
    """Many rows by one statement: the interpreter is let go and fought for once instead of once for each."""
    row = f"({', '.join(['%s'] * len(_COLUMNS))})"
    return f"INSERT INTO {Update._meta.db_table} ({', '.join(_COLUMNS)}) VALUES {', '.join([row] * count)}"  # noqa: S608


def _seal_row(entry: LogEntry, key: bytes, database: BaseDatabaseWrapper) -> Row:
    """As the fields would prepare it, at a fraction of the work: every keystroke passes here."""
    update_id = new_id()
    ids: tuple[Any, ...] = (update_id, entry.document_id, entry.author_id)
    if not database.features.has_native_uuid_field:
        ids = tuple(one.hex if one else None for one in ids)
    at = database.ops.adapt_datetimefield_value(entry.at)
    return (*ids, at, seal_payload(entry, update_id, key=key), False)


def _make_commits_durable(database: BaseDatabaseWrapper) -> None:
    """Pages may trust the operating system with their last second; "saved" under a note means on the disk."""
    if database.vendor == "sqlite" and database.connection is None:
        database.ensure_connection()
        with database.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={settings.NOTES_SYNCHRONOUS}")
