"""Days come: pairs whose first day is here open, those whose last day is over close, those it was taken from go on.

Everything that changes the dates of pairs ends here, and a periodic job looks again for dates that lay ahead.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Q

from aizuchi.kernel.events import publish
from aizuchi.notes.operations import close_circles, make_circles, reopen_circles
from aizuchi.pairs.events import PairsEnded, PairsResumed, PairsStarted
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.healing import go_on_instead
from aizuchi.people.models import Organization, Person

AT_ONCE = 500


@transaction.atomic
def open_and_close_due_pairs(*, organization: Organization, actor: Person | None, now: datetime.datetime) -> None:
    """Opens, closes and reopens what today asks for. Running it again changes nothing."""
    today = organization.today(now)
    actor_id = actor.pk if actor else None
    opening = list(_to_open(organization, today))
    for pairs in _batches(go_on_instead(opening, organization=organization, actor=actor, now=now)):
        _give_circles(pairs, organization, now)
        publish(PairsStarted(organization_id=organization.pk, pair_ids=_ids(pairs), actor_id=actor_id, at=now))
    for pairs in _batches(_to_close(organization, today)):
        close_circles([pair.circle_id for pair in pairs if pair.circle_id], now=now)
        Pair.objects.filter(pk__in=_ids(pairs)).update(closed_at=now, version=F("version") + 1)
        publish(PairsEnded(organization_id=organization.pk, pair_ids=_ids(pairs), actor_id=actor_id, at=now))
    for pairs in _batches(_to_reopen(organization, today)):  # last: the times of those that gave way are free by now
        closed = tuple((pair.pk, pair.closed_at) for pair in pairs if pair.closed_at)
        reopen_circles([pair.circle_id for pair in pairs if pair.circle_id])
        Pair.objects.filter(pk__in=_ids(pairs)).update(closed_at=None, version=F("version") + 1)
        publish(PairsResumed(organization_id=organization.pk, closed=closed, actor_id=actor_id, at=now))


def _to_open(organization: Organization, today: datetime.date) -> Iterable[Pair]:
    pairs = Pair.objects.select_for_update().filter(organization=organization, circle__isnull=True)
    return pairs.on(today)


def _to_close(organization: Organization, today: datetime.date) -> Iterable[Pair]:
    pairs = Pair.objects.select_for_update().filter(organization=organization, closed_at__isnull=True)
    return pairs.filter(Q(until_on__lte=today), circle__isnull=False)


def _to_reopen(organization: Organization, today: datetime.date) -> Iterable[Pair]:
    pairs = Pair.objects.select_for_update(of=("self",)).filter(organization=organization, closed_at__isnull=False)
    return pairs.filter(circle__destroyed_at__isnull=True).on(today)


def _give_circles(pairs: Sequence[Pair], organization: Organization, now: datetime.datetime) -> None:
    """A circle has the key of its pair, so that one statement joins any number of them."""
    people = {pair.pk: (pair.mentee_id, pair.mentor_id) for pair in pairs}
    make_circles(organization_id=organization.pk, writers=people, now=now)
    Pair.objects.filter(pk__in=people).update(circle_id=F("pk"))


def _batches(pairs: Iterable[Pair]) -> Iterable[Sequence[Pair]]:
    found = list(pairs)
    return (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))


def _ids(pairs: Sequence[Pair]) -> tuple[uuid.UUID, ...]:
    return tuple(pair.pk for pair in pairs)
