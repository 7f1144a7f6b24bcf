"""Adds up what happened since the last time, and sorts the topics in which something did."""

import datetime
import uuid
from collections import Counter
from itertools import groupby

from django.db import transaction
from django.db.models import Count, F, Q

from aizuchi.hints.models import Showing, Standing, Trial
from aizuchi.hints.weighing import Count as Counted
from aizuchi.hints.weighing import weigh
from aizuchi.kernel.jobs.each import Aside, for_each

Outcome = Trial.Outcome
AT_ONCE = 5000


def weigh_again(*, now: datetime.datetime) -> int:
    """How many hints stand anew. Nothing happened: three short queries. Raises SomeFailed."""
    aside = Aside()
    for_each([_count_showings, _count_trials], lambda count: count(), aside=aside)
    stale = Standing.objects.filter(weighed_at__isnull=True).values("hint__topic").distinct()
    topics = list(stale.values_list("hint__topic", flat=True))
    counts: list[int] = []
    for_each(topics, lambda topic_id: counts.append(_weigh_topic(topic_id, now)), aside=aside)
    aside.tell()
    return sum(counts)


@transaction.atomic
def _count_showings() -> None:
    fresh = Showing.objects.filter(is_counted=False).select_for_update()
    rows = list(fresh.values_list("pk", "hint")[:AT_ONCE])
    numbers = Counter(hint_id for _, hint_id in rows)
    standings = Standing.objects.in_bulk(numbers)
    for key, standing in standings.items():
        standing.shown, standing.weighed_at = standing.shown + numbers[key], None
    Standing.objects.bulk_update(standings.values(), ["shown", "weighed_at"], batch_size=500)
    Showing.objects.filter(pk__in=[key for key, _ in rows]).update(is_counted=True)


@transaction.atomic
def _count_trials() -> None:
    """Counted from the beginning, because an answer may change."""
    fresh = Trial.objects.filter(is_counted=False).select_for_update()
    rows = list(fresh.values_list("pk", "hint")[:AT_ONCE])
    told = Count("pk", filter=Q(outcome__in=[Outcome.HELPED, Outcome.NOT_THIS_TIME]))
    helped = Count("pk", filter=Q(outcome=Outcome.HELPED))
    trials = Trial.objects.filter(hint__in={hint_id for _, hint_id in rows})
    numbers = trials.values_list("hint").annotate(told=told, helped=helped)
    for hint_id, tried, worked in numbers:
        Standing.objects.filter(hint=hint_id).update(tried=tried, helped=worked, weighed_at=None)
    Trial.objects.filter(pk__in=[key for key, _ in rows]).update(is_counted=True)


@transaction.atomic
def _weigh_topic(topic_id: uuid.UUID, now: datetime.datetime) -> int:
    rows = Standing.objects.filter(hint__topic=topic_id).annotate(response=F("hint__response"))
    rows = rows.order_by("response", "hint")
    cells = [list(cell) for _, cell in groupby(rows, key=lambda row: row.response)]
    weights = weigh([[Counted(row.shown, row.helped) for row in cell] for cell in cells])
    for cell, weighed in zip(cells, weights, strict=True):
        for row, weight in zip(cell, weighed, strict=True):
            row.low, row.chance, row.weighed_at = weight.low, weight.chance, now
    found = [row for cell in cells for row in cell]
    Standing.objects.bulk_update(found, ["low", "chance", "weighed_at"], batch_size=500)
    return len(found)
