"""How the jobs are doing, in numbers: what waits, what is late, what was given up."""

import datetime
from collections.abc import Iterable

from aizuchi.kernel.jobs.models import Job, JobQuerySet
from aizuchi.kernel.jobs.queue import read_clock
from aizuchi.kernel.metrics import Reading, Timed

LATE_AFTER = datetime.timedelta(minutes=2)

SECONDS = Timed(
    "aizuchi_job_seconds",
    "Jobs: how many were tried, how it ended, how long it took.",
    *("task", "outcome"),
    buckets=(0.05, 0.25, 1, 5, 30, 120, 600),
)


def list_late(*, now: datetime.datetime) -> JobQuerySet:
    return Job.objects.unfinished().filter(claimable_at__lt=now - LATE_AFTER)


def _count() -> Iterable[tuple[tuple[str, ...], float]]:
    now = read_clock()
    unfinished = Job.objects.unfinished()
    yield ("waiting",), unfinished.filter(claimable_at__lte=now).count()
    yield ("planned or in hand",), unfinished.filter(claimable_at__gt=now).count()
    yield ("late",), list_late(now=now).count()
    yield ("given up",), Job.objects.filter(failed=True, finished_at__isnull=False).count()


READINGS = (Reading("aizuchi_jobs", "Jobs in the queue, by how they stand.", _count, ("state",)),)
