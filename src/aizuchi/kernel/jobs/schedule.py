"""Jobs that come back. Which ones there are, the apps say in their manifests."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django_tasks.base import Task

from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.wake import wake_runners
from aizuchi.kernel.manifests import gather

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
LONGEST = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Every:
    """Once per `interval`, counted from midnight UTC plus `offset`, on however many nodes.

    Periods that nobody was awake for are not caught up, except the one we are in.
    """

    interval: datetime.timedelta
    task: Task[Any, Any]
    offset: datetime.timedelta = datetime.timedelta()

    def __post_init__(self) -> None:
        if not datetime.timedelta() < self.interval <= LONGEST:
            raise ValueError(
                "a period is longer than nothing and at most a week: finished jobs are forgotten after two"
            )

    def latest_start(self, now: datetime.datetime) -> datetime.datetime:
        return now - (now - EPOCH - self.offset) % self.interval


def list_schedule() -> Sequence[Every]:
    return gather(Every)


def enqueue_due_periods(*, now: datetime.datetime) -> int:
    """Enqueues what this period still lacks. Any number of nodes may call it at once: the period is a unique key."""
    due = {f"{entry.task.module_path}@{entry.latest_start(now):%Y-%m-%dT%H:%M:%SZ}": entry for entry in list_schedule()}
    known = set(Job.objects.filter(period__in=due).values_list("period", flat=True))
    missing = [
        Job(task=entry.task.module_path, period=period, claimable_at=now, enqueued_at=now)
        for period, entry in due.items()
        if period not in known
    ]
    if missing:
        Job.objects.bulk_create(missing, ignore_conflicts=True)
        wake_runners()
    return len(missing)
