"""Jobs of this room. Each may run twice, and none loses anything if it dies half-way."""

import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.meetings.operations.extend_series import extend_series, list_series_to_extend
from aizuchi.meetings.operations.talk import forget_old_talks


@task()
def extend_all_series() -> int:
    """One job per series, so that one that fails stands in nobody else's way."""
    due = list_series_to_extend(now=timezone.now())
    for series_id in due:
        extend_one_series.enqueue(str(series_id))
    return len(due)


@task()
def extend_one_series(series_id: str) -> int:
    return len(extend_series(series_id=uuid.UUID(series_id), now=timezone.now()))


@task()
def forget_talks() -> int:
    return forget_old_talks(now=timezone.now())
