"""That a hint was shown. Each person counts once a day, so that reloading a page makes nothing less useful."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from aizuchi.hints.cards import HintCard
from aizuchi.hints.models import Hint, Impression
from aizuchi.kernel.write_behind import WriteBehind
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Shown:
    hint_id: uuid.UUID
    viewer_id: uuid.UUID
    day: datetime.date
    place: str
    probability: float


def note_shown(*, viewer: Person, cards: Iterable[HintCard], place: str, now: datetime.datetime) -> None:
    """Written in a moment: whoever looks at a page waits for nobody."""
    day = viewer.today(now)
    for card in cards:
        if not card.is_own:
            _waiting.add(Shown(card.id, viewer.pk, day, place, card.probability))


def record_impressions(shown: Sequence[Shown]) -> int:
    """How many were new. One query and no lock where none is; the first place of a day keeps its probability."""
    first = {(one.hint_id, one.viewer_id, one.day): one for one in reversed(shown)}
    keys = Impression.objects.filter(
        viewer__in={one.viewer_id for one in shown},
        hint__in={one.hint_id for one in shown},
        day__in={one.day for one in shown},
    ).values_list("hint", "viewer", "day")
    known = set(keys)
    new = [
        Impression(
            hint_id=one.hint_id, viewer_id=one.viewer_id, day=one.day, place=one.place, probability=one.probability
        )
        for key, one in first.items()
        if key not in known
    ]
    if new:
        with transaction.atomic():
            Impression.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _record(shown: Sequence[Shown]) -> None:
    record_impressions(shown)


_waiting = WriteBehind(_record)


@transaction.atomic
def note_told(*, actor: Person, now: datetime.datetime) -> None:
    """The author has read which of their hints were taken off, and why."""
    Hint.objects.filter(author=actor, hidden_at__isnull=False, author_told_at__isnull=True).update(author_told_at=now)
