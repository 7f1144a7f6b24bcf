"""What happens to a job's row: claimed, held, finished, tried again, given up."""

import datetime
import traceback
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.wake import wake_runners

LEASE = datetime.timedelta(seconds=8)
BACK_OFF = [datetime.timedelta(seconds=s) for s in (5, 30, 120, 600, 3600)]


def read_clock() -> datetime.datetime:
    """The time all nodes agree on: the database server's, where there is one; leases are shorter than clocks differ."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime.datetime = cursor.fetchone()[0]
        return moment


def is_work_waiting(*, now: datetime.datetime, apart_from: Collection[UUID] = ()) -> bool:
    return Job.objects.unfinished().filter(claimable_at__lte=now).exclude(pk__in=apart_from).exists()


def claim_job(*, worker: str, now: datetime.datetime, apart_from: Collection[UUID] = ()) -> Job | None:
    """Takes the next job that is due, or one whose worker died. Of any number of workers exactly one gets it."""
    waiting = Job.objects.unfinished().filter(claimable_at__lte=now).exclude(pk__in=apart_from)
    while job := waiting.order_by("-priority", "claimable_at", "pk").first():
        untouched = Job.objects.unfinished().filter(
            pk=job.pk, claimable_at=job.claimable_at, worker=job.worker, attempts=job.attempts
        )
        if untouched.update(
            claimable_at=now + LEASE, worker=worker, started_at=now, attempts=F("attempts") + 1
        ):  # else somebody was faster: look again
            job.refresh_from_db()
            return job
    return None


def extend_leases(*, worker: str, jobs: Collection[UUID], now: datetime.datetime) -> None:
    Job.objects.held_by(worker).filter(pk__in=jobs).update(claimable_at=now + LEASE)


def finish_job(job: Job, *, result: Any, now: datetime.datetime) -> bool:
    """False if the lease had run out and somebody else has the job now: then theirs is the word that counts."""
    return _settle(job, finished_at=now, result=result, error="")


def fail_job(job: Job, *, error: BaseException | None, attempts: int, now: datetime.datetime) -> bool:
    """Tries again later, or gives up after `attempts`. No error: it never came back from its worker."""
    told = _tell(error) if error else "aizuchi.kernel.jobs.WorkerLost"
    if job.attempts >= attempts:
        return _settle(job, finished_at=now, failed=True, error=told)
    return _settle(job, worker="", error=told, claimable_at=now + BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1])


def hand_back(*, worker: str, now: datetime.datetime) -> int:
    """At shutdown: what this worker could not finish is free for others at once."""
    return Job.objects.held_by(worker).update(worker="", claimable_at=now)


def run_again(job_id: UUID, *, now: datetime.datetime) -> bool:
    """Gives a job that was given up another set of attempts. False: there is none such (any more)."""
    failed = Job.objects.filter(pk=job_id, failed=True)
    again = failed.update(failed=False, finished_at=None, worker="", attempts=0, claimable_at=now)
    if again:
        transaction.on_commit(wake_runners)
    return bool(again)


def _settle(job: Job, **changes: Any) -> bool:
    held = Job.objects.held_by(job.worker).filter(pk=job.pk, attempts=job.attempts)
    return held.update(**changes) == 1


def _tell(error: BaseException) -> str:
    """The class and the places, without the message: it may quote an address or a sentence of somebody."""
    if isinstance(error, SomeFailed) and error.__cause__:
        error = error.__cause__
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return kind + "\n" + "".join(traceback.format_tb(error.__traceback__))
