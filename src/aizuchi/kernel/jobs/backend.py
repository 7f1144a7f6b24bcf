"""The django-tasks backend that keeps jobs in our own database."""

import datetime
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.wake import wake_runners

ATTEMPTS = 6
TIMEOUT = datetime.timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[Any, Any]):
    """A task with its patience: `@task(attempts=3, timeout=datetime.timedelta(minutes=5))`.

    A job may run twice (its node died after the work and before the note of it), so it must bear that.
    """

    attempts: int = ATTEMPTS
    timeout: datetime.timedelta = TIMEOUT
    is_untimed: bool = False
    """Nobody who watches is told how long it took: with few people that would say whether somebody answered."""


class DatabaseBackend(BaseTaskBackend):
    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        now = timezone.now()
        job = Job(
            task=task.module_path,
            priority=task.priority,
            claimable_at=task.run_after or now,
            enqueued_at=now,
            request=structlog.contextvars.get_contextvars().get("request", ""),
        )
        result = result_of(job, task=task, args=list(args), kwargs=dict(kwargs), backend=self.alias)
        job.args, job.kwargs = result.args, result.kwargs
        job.save(force_insert=True)
        transaction.on_commit(wake_runners)
        return result

    def get_result(self, result_id: str) -> TaskResult[Any]:
        try:
            job = Job.objects.get(pk=result_id)
        except (Job.DoesNotExist, ValidationError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        task: Task[Any, Any] = import_string(job.task)
        return result_of(job, task=task, args=job.args, kwargs=job.kwargs, backend=self.alias)


def result_of(
    job: Job, *, task: Task[Any, Any], args: list[Any], kwargs: dict[str, Any], backend: str
) -> TaskResult[Any]:
    """What the tasks API tells about a job."""
    result: TaskResult[Any] = TaskResult(
        task=task,
        id=str(job.pk),
        status=_status(job),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        last_attempted_at=job.started_at,
        finished_at=job.finished_at,
        args=args,
        kwargs=kwargs,
        backend=backend,
        errors=[TaskError(exception_class_path=job.error.partition("\n")[0], traceback=job.error)] if job.error else [],
        worker_ids=[job.worker] * job.attempts,
    )
    object.__setattr__(result, "_return_value", job.result)  # frozen, and without a way to pass it in
    return result


def _status(job: Job) -> TaskResultStatus:
    if job.finished_at:
        return TaskResultStatus.FAILED if job.failed else TaskResultStatus.SUCCESSFUL
    return TaskResultStatus.RUNNING if job.worker else TaskResultStatus.READY
