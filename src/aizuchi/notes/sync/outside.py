"""What happens to open notes in other processes, which have no sockets to tell of it: workers and commands."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from aizuchi.notes.models import Circle, Document, OutsideWrite

# A write is told when it is made and seen once it is committed: transactions that take longer are rare enough.
_LOOK_BACK = datetime.timedelta(minutes=2)
FORGET_AFTER = datetime.timedelta(hours=1)
_CHUNK = 500


@dataclass(frozen=True)
class News:
    written: frozenset[uuid.UUID]
    destroyed: frozenset[uuid.UUID]
    known: frozenset[int]
    """What was told of already and need not be told again."""


def tell_of_write(document: Document) -> None:
    """In the transaction that writes, so that both come or neither."""
    OutsideWrite.objects.create(document=document, at=timezone.now())


def read_news(circle_ids: Collection[uuid.UUID], known: frozenset[int]) -> News:
    recent = dict(OutsideWrite.objects.filter(at__gt=timezone.now() - _LOOK_BACK).values_list("id", "document_id"))
    circles, destroyed = list(circle_ids), set()
    for start in range(0, len(circles), _CHUNK):
        chunk = Circle.objects.filter(pk__in=circles[start : start + _CHUNK], destroyed_at__isnull=False)
        destroyed |= set(chunk.values_list("pk", flat=True))
    return News(
        written=frozenset(document_id for row, document_id in recent.items() if row not in known),
        destroyed=frozenset(destroyed),
        known=frozenset(recent),
    )


def forget_old_writes(*, now: datetime.datetime) -> None:
    OutsideWrite.objects.filter(at__lt=now - FORGET_AFTER).delete()
