"""That a hint was shown. Each person counts once a day, so that reloading a page makes nothing less useful."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from aizuchi.hints.cards import HintCard
from aizuchi.hints.models import Hint, Impression
from aizuchi.people.models import Person


def record_impressions(*, actor: Person, cards: Iterable[HintCard], place: str, now: datetime.datetime) -> int:
    """How many were new today. One query and no lock where none is; the first place of a day keeps its probability."""
    day = actor.today(now)
    shown = {card.id: card.probability for card in cards if not card.is_own}
    if not shown:
        return 0
    known = set(Impression.objects.filter(viewer=actor, day=day, hint__in=shown).values_list("hint", flat=True))
    new = [
        Impression(hint_id=key, viewer=actor, day=day, place=place, probability=probability)
        for key, probability in shown.items()
        if key not in known
    ]
    if new:
        Impression.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def note_told(*, actor: Person, now: datetime.datetime) -> None:
    """The author has read which of their hints were taken off, and why."""
    Hint.objects.filter(author=actor, hidden_at__isnull=False, author_told_at__isnull=True).update(author_told_at=now)
