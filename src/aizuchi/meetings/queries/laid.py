"""A quarter as it was laid."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Min

from aizuchi.meetings.models import Laying, Meeting
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class LaidPair:
    partner: Person
    pair_id: uuid.UUID
    first_at: datetime.datetime
    count: int


@dataclass(frozen=True, kw_only=True)
class Laid:
    id: uuid.UUID
    tell_at: datetime.datetime
    is_quiet: bool
    is_taken_back: bool
    count: int
    pairs: tuple[LaidPair, ...]


def list_laid(*, viewer: Person, laying: Laying, now: datetime.datetime) -> Laid:
    """For who laid it. Two queries."""
    rows = Meeting.objects.visible_to(viewer).filter(laying=laying, state=Meeting.State.PLANNED)
    sums = rows.order_by().values("pair").annotate(count=Count("pk"), first_at=Min("starts_at"))
    found = {row["pair"]: row for row in sums}
    firsts = rows.filter(starts_at__in=[row["first_at"] for row in sums]).select_related("pair__mentee", "pair__mentor")
    pairs = {one.pair_id: one.pair for one in firsts}
    listed = [
        LaidPair(
            partner=pair.partner_of(viewer), pair_id=key, first_at=found[key]["first_at"], count=found[key]["count"]
        )
        for key, pair in pairs.items()
    ]
    return Laid(
        id=laying.pk,
        tell_at=laying.tell_at,
        is_quiet=now < laying.tell_at,
        is_taken_back=laying.taken_back_at is not None,
        count=sum(one.count for one in listed),
        pairs=tuple(sorted(listed, key=lambda one: one.first_at)),
    )
