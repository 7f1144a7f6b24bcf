"""Summing up the log in the background: a snapshot to open a note from, and its words to find it by.

The updates stay, for the history; they are only marked as being in the snapshot. All of it is one transaction, so
that the process may die at any point.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from pycrdt import get_state, get_update

from aizuchi.kernel import keys
from aizuchi.notes import log
from aizuchi.notes.folding import fold
from aizuchi.notes.models import Document, Snapshot, Update
from aizuchi.notes.rendering import render_text
from aizuchi.notes.sync.protocol import read_state_vector
from aizuchi.notes.tree import document_of, read_tree

_MANY = 200
_QUIET_FOR = datetime.timedelta(minutes=3)
# Another node may still be writing what these updates build on.
_SETTLED_AFTER = datetime.timedelta(seconds=30)


def compact_notes(*, now: datetime.datetime, limit: int = 500) -> int:
    """Sums up the notes that have grown long, and all that have fallen quiet. Returns how many."""
    waiting = (
        Update.objects.filter(in_snapshot=False, at__lt=now - _SETTLED_AFTER)
        # Grouped by the bare column SQLite would walk through the whole log in its order.
        .annotate(which=Coalesce("document", "document"))
        .values("which")
        .annotate(count=Count("id"), latest_at=Max("at"))
        .filter(Q(count__gte=_MANY) | Q(latest_at__lt=now - _QUIET_FOR))
    )
    document_ids = list(waiting.values_list("which", flat=True)[:limit])
    return sum(compact_note(document_id, now=now) for document_id in document_ids)


@transaction.atomic
def compact_note(document_id: uuid.UUID, *, now: datetime.datetime) -> bool:
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    key = keys.data_keys([document.circle_id]).get(document.circle_id) if document else None
    if document is None or key is None:
        return False
    rows = list(document.updates.filter(in_snapshot=False, at__lt=now - _SETTLED_AFTER).order_by("id"))
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
    opened = {row.pk: log.open_update(row, key=key) for row in rows}
    document = document_of([*([log.open_snapshot(old, key=key)] if old else []), *opened.values()])
    state = document.get_state()
    authors = dict(old.authors) if old else {}
    included = []
    for row in rows:
        if get_update(opened[row.pk], state)[:1] != b"\x00":
            continue  # it waits for a piece that is not here: it must stay outside the sum, or it would be lost
        included.append(row.pk)
        for client in read_state_vector(get_state(opened[row.pk])) if row.author_id else ():
            authors.setdefault(str(client), str(row.author_id))
    return _Sum(document.get_update(), render_text(read_tree(document)), authors, included)


def _store(document: Document, old: Snapshot | None, summed: _Sum, *, key: bytes, now: datetime.datetime) -> None:
    version = old.version + 1 if old else 1
    words = f"{fold(summed.text)}\0{summed.text}"
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
