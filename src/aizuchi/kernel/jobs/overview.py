"""How the jobs are doing, for a page: what comes back, what waits, what failed. Not what they are about."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.schedule import list_schedule
from aizuchi.kernel.manifests import gather

MOST = 50


@dataclass(frozen=True, kw_only=True)
class Periodic:
    task: str
    interval: datetime.timedelta
    latest_at: datetime.datetime | None
    took: datetime.timedelta | None
    next_at: datetime.datetime
    has_failed: bool


@dataclass(frozen=True, kw_only=True)
class Waiting:
    task: str
    count: int
    since: datetime.datetime
    retries: int
    """How many of them failed before and will be tried again."""


@dataclass(frozen=True, kw_only=True)
class Failed:
    id: UUID
    task: str
    attempts: int
    at: datetime.datetime
    kind: str
    """The class of the error."""
    places: str


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """Work that ended badly though its job is done, having told whoever asked for it."""

    task: str
    at: datetime.datetime
    kind: str


@dataclass(frozen=True)
class Stops:
    """Where a room keeps such work, for its manifest. Not whose it was, nor what about."""

    find: Callable[[], list[Stopped]]


@dataclass(frozen=True, kw_only=True)
class JobsOverview:
    periodic: list[Periodic]
    waiting: list[Waiting]
    failed: list[Failed]
    failed_count: int
    stopped: list[Stopped]
    done_today: int


def read_overview(*, now: datetime.datetime) -> JobsOverview:
    """Seven queries at most, whatever the number of jobs."""
    failed = Job.objects.filter(failed=True, finished_at__isnull=False)
    return JobsOverview(
        periodic=_list_periodic(now),
        waiting=_list_waiting(now),
        failed=[_failed(job) for job in failed.order_by("-finished_at")[:MOST]],
        failed_count=failed.count(),
        stopped=[one for stops in gather(Stops) for one in stops.find()],
        done_today=Job.objects.filter(failed=False, finished_at__gte=now - datetime.timedelta(days=1)).count(),
    )


def say_task(path: str) -> str:
    """aizuchi.notes.tasks.compact_notes is called: notes, compact notes."""
    room = path.removeprefix("aizuchi.").partition(".")[0]
    return f"{room} · {path.rpartition('.')[2].replace('_', ' ')}"


def _list_periodic(now: datetime.datetime) -> list[Periodic]:
    entries = list_schedule()
    done = Job.objects.filter(period__isnull=False, finished_at__isnull=False)
    newest = done.filter(task__in=[entry.task.module_path for entry in entries]).order_by().values("task")
    keys = newest.annotate(newest=Max("period")).values_list("newest", flat=True)  # periods of a task sort by time
    latest = {job.task: job for job in Job.objects.filter(period__in=list(keys))}
    rows = []
    for entry in entries:
        job = latest.get(entry.task.module_path)
        rows.append(
            Periodic(
                task=say_task(entry.task.module_path),
                interval=entry.interval,
                latest_at=job.finished_at if job else None,
                took=job.finished_at - job.started_at if job and job.finished_at and job.started_at else None,
                next_at=entry.latest_start(now) + entry.interval,
                has_failed=bool(job and job.failed),
            )
        )
    return rows


def _list_waiting(now: datetime.datetime) -> list[Waiting]:
    rows = (
        Job.objects.unfinished()
        .order_by()
        .values("task")
        .annotate(count=Count("pk"), since=Min("enqueued_at"), retries=Count("pk", filter=~Q(error="")))
        .order_by("since")[:MOST]
    )
    return [
        Waiting(task=say_task(row["task"]), count=row["count"], since=row["since"], retries=row["retries"])
        for row in rows
    ]


def _failed(job: Job) -> Failed:
    kind, _newline, places = job.error.partition("\n")
    assert job.finished_at is not None
    return Failed(
        id=job.pk, task=say_task(job.task), attempts=job.attempts, at=job.finished_at, kind=kind, places=places
    )
