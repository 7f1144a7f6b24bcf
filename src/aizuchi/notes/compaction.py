"""Summing up the log in the background: a snapshot to open a note from, and its words to find it by.

The updates stay, for the history; they are only marked as being in the snapshot. All of it is one transaction, so
that the process may die at any point.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from aizuchi.kernel import keys
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.notes import log
from aizuchi.notes.authors import Authors
from aizuchi.notes.folding import fold
from aizuchi.notes.models import Document, Snapshot, Update
from aizuchi.notes.rendering import render_text
from aizuchi.notes.tree import document_of, is_part_of, read_tree

MANY = 200
SEARCHED = 100_000  # characters: every search opens the words of all notes
_QUIET_FOR = datetime.timedelta(minutes=3)
# Another node may still be writing what these updates build on.
_SETTLED_AFTER = datetime.timedelta(seconds=30)


def compact_notes(*, now: datetime.datetime, limit: int = 500) -> int:
    """Sums up the notes that have grown long, and all that have fallen quiet. Returns how many.

    Raises `SomeFailed` after all others are done.
    """
    waiting = (
        Update.objects.filter(in_snapshot=False, at__lt=now - _SETTLED_AFTER)
        # Grouped by the bare column SQLite would walk through the whole log in its order.
        .annotate(which=Coalesce("document", "document"))
        .values("which")
        .annotate(count=Count("id"), latest_at=Max("at"))
        .filter(Q(count__gte=MANY) | Q(latest_at__lt=now - _QUIET_FOR))
    )
    document_ids = list(waiting.values_list("which", flat=True)[:limit])
    aside, summed = FailedItems(), []
    for_each(document_ids, lambda one: summed.append(compact_note(one, now=now)), aside=aside)
    aside.tell()
    return sum(summed)


def settled_after() -> datetime.timedelta:
    """How long an edit waits for what it may build on; a server by itself has it already."""
    return _SETTLED_AFTER if settings.NOTES_REDIS_URL else datetime.timedelta()


@transaction.atomic
def compact_note(
    document_id: uuid.UUID, *, now: datetime.datetime, settled: datetime.timedelta = _SETTLED_AFTER
) -> bool:
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        return False
    found = keys.find_data_keys([document.circle_id])
    if found.broken:
        raise keys.KeyBroken(str(document.circle_id))
    key = found.keys.get(document.circle_id)
    if key is None:
        return False
    rows = list(document.updates.filter(in_snapshot=False, at__lte=now - settled).order_by("id"))
    old = Snapshot.objects.filter(document=document).first()
    summed = _sum_up(old, rows, key=key)
    if not summed.included:
        return False
    _store(document, old, summed, key=key, now=now)
    Update.objects.filter(pk__in=summed.included).update(in_snapshot=True)
    return True


@dataclass(frozen=True)
class _Sum:
    payload: bytes
    text: str
    authors: dict[str, str]
    included: list[uuid.UUID]


def _sum_up(old: Snapshot | None, rows: list[Update], *, key: bytes) -> _Sum:
    snapshots = [log.open_snapshot(old, key=key)] if old else []
    opened = {row.pk: log.open_update(row, key=key) for row in rows}
    document = document_of([*snapshots, *opened.values()])
    state = document.get_state()
    authors = Authors.read(old.authors if old else {}, snapshots)
    included = []
    for row in rows:
        if not _is_part_of(opened[row.pk], state):
            continue  # it waits for a piece that is not here: it must stay outside the sum, or it would be lost
        included.append(row.pk)
        authors.learn_update(opened[row.pk], row.author_id)
    return _Sum(document.get_update(), render_text(read_tree(document)), authors.told(), included)


def _is_part_of(update: bytes, state: bytes) -> bool:
    try:
        return is_part_of(update, state)
    except (ValueError, RuntimeError):  # it cannot be read
        return False


def _store(document: Document, old: Snapshot | None, summed: _Sum, *, key: bytes, now: datetime.datetime) -> None:
    version = old.version + 1 if old else 1
    text = summed.text[:SEARCHED]
    words = f"{fold(text)}\0{text}"
    Snapshot.objects.update_or_create(
        document=document,
        defaults={
            "version": version,
            "payload": log.seal_snapshot(document.pk, summed.payload, version=version, key=key),
            "words": log.seal_words(document.pk, words, version=version, key=key),
            "authors": summed.authors,
            "at": now,
        },
    )
