"""Adds up what happened since the last time, and sorts the topics in which something did."""

import datetime
import uuid
from collections import Counter
from itertools import groupby

from django.db import transaction
from django.db.models import Count, F, Q

from aizuchi.hints.models import HintScore, Impression, Trial
from aizuchi.hints.ranking import Count as Counted
from aizuchi.hints.ranking import rank
from aizuchi.kernel.jobs.each import FailedItems, for_each

Outcome = Trial.Outcome
AT_ONCE = 5000


def update_scores(*, now: datetime.datetime) -> int:
    """How many hints stand anew. Nothing happened: three short queries. Raises SomeFailed."""
    aside = FailedItems()
    for_each([_count_impressions, _count_trials], lambda count: count(), aside=aside)
    stale = HintScore.objects.filter(scored_at__isnull=True).values("hint__topic").distinct()
    topics = list(stale.values_list("hint__topic", flat=True))
    counts: list[int] = []
    for_each(topics, lambda topic_id: counts.append(_score_topic(topic_id, now)), aside=aside)
    aside.tell()
    return sum(counts)


@transaction.atomic
def _count_impressions() -> None:
    fresh = Impression.objects.filter(is_counted=False).select_for_update()
    rows = list(fresh.values_list("pk", "hint")[:AT_ONCE])
    numbers = Counter(hint_id for _, hint_id in rows)
    scores = HintScore.objects.in_bulk(numbers)
    for key, score in scores.items():
        score.shown, score.scored_at = score.shown + numbers[key], None
    HintScore.objects.bulk_update(scores.values(), ["shown", "scored_at"], batch_size=500)
    Impression.objects.filter(pk__in=[key for key, _ in rows]).update(is_counted=True)


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
        HintScore.objects.filter(hint=hint_id).update(tried=tried, helped=worked, scored_at=None)
    Trial.objects.filter(pk__in=[key for key, _ in rows]).update(is_counted=True)


@transaction.atomic
def _score_topic(topic_id: uuid.UUID, now: datetime.datetime) -> int:
    rows = HintScore.objects.filter(hint__topic=topic_id).annotate(response=F("hint__response"))
    rows = rows.order_by("response", "hint")
    cells = [list(cell) for _, cell in groupby(rows, key=lambda row: row.response)]
    weights = rank([[Counted(row.shown, row.helped) for row in cell] for cell in cells])
    for cell, weighed in zip(cells, weights, strict=True):
        for row, weight in zip(cell, weighed, strict=True):
            row.low, row.chance, row.scored_at = weight.low, weight.chance, now
    found = [row for cell in cells for row in cell]
    HintScore.objects.bulk_update(found, ["low", "chance", "scored_at"], batch_size=500)
    return len(found)
