"""A quarter as it was scheduled."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Min

from aizuchi.meetings.models import Meeting, ScheduledQuarter
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class QuarterPair:
    partner: Person
    pair_id: uuid.UUID
    first_at: datetime.datetime
    count: int


@dataclass(frozen=True, kw_only=True)
class QuarterSummary:
    id: uuid.UUID
    tell_at: datetime.datetime
    is_quiet: bool
    is_taken_back: bool
    count: int
    pairs: tuple[QuarterPair, ...]


def get_scheduled_quarter(*, viewer: Person, quarter: ScheduledQuarter, now: datetime.datetime) -> QuarterSummary:
    """For who scheduled it. Two queries."""
    rows = Meeting.objects.visible_to(viewer).filter(scheduled_quarter=quarter, state=Meeting.State.PLANNED)
    sums = rows.order_by().values("pair").annotate(count=Count("pk"), first_at=Min("starts_at"))
    found = {row["pair"]: row for row in sums}
    firsts = rows.filter(starts_at__in=[row["first_at"] for row in sums]).select_related("pair__mentee", "pair__mentor")
    pairs = {one.pair_id: one.pair for one in firsts}
    listed = [
        QuarterPair(
            partner=pair.partner_of(viewer), pair_id=key, first_at=found[key]["first_at"], count=found[key]["count"]
        )
        for key, pair in pairs.items()
    ]
    return QuarterSummary(
        id=quarter.pk,
        tell_at=quarter.tell_at,
        is_quiet=now < quarter.tell_at,
        is_taken_back=quarter.taken_back_at is not None,
        count=sum(one.count for one in listed),
        pairs=tuple(sorted(listed, key=lambda one: one.first_at)),
    )
