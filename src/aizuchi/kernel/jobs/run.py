"""Doing one job."""

import datetime
import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django_tasks.base import TaskContext

from aizuchi.kernel.jobs.backend import ATTEMPTS, TIMEOUT, JobTask, result_of
from aizuchi.kernel.jobs.each import is_the_end
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.queue import claim_job, fail_job, finish_job, read_clock
from aizuchi.kernel.jobs.readings import SECONDS
from aizuchi.kernel.watching import Facts, traced

log = structlog.get_logger()


def run_job(job: Job) -> BaseException | None:
    """As `_run_job`, under the key of the request that asked for it."""
    with structlog.contextvars.bound_contextvars(request=job.request):
        return _run_job(job)


def _run_job(job: Job) -> BaseException | None:
    """Does a claimed job in this thread, writes down how it went, and returns what went wrong."""
    task: JobTask | None = None
    attempts, began = ATTEMPTS, time.monotonic()
    try:
        task = _load_task(job)
        attempts = task.attempts
        if job.attempts > attempts:  # it has taken its workers with it, time and again
            fail_job(job, error=None, attempts=attempts, now=read_clock())
            return None
        result = _call_as_nobody(task, job)
        finish_job(job, result=result, now=read_clock())
        SECONDS.add(_seconds_told(task, began), job.task, "done")
    except BaseException as error:
        if is_the_end(error):
            raise
        fail_job(job, error=error, attempts=attempts, now=read_clock())
        SECONDS.add(_seconds_told(task, began), job.task, "failed")
        log.warning("job failed", job=str(job.pk), task=job.task, attempt=job.attempts, exc_info=error)
        return error
    return None


def run_waiting_jobs() -> list[BaseException]:
    """Does all that is due, here and now, and returns what went wrong: for commands and tests."""
    errors = []
    while job := claim_job(worker="here", now=read_clock()):
        if error := run_job(job):
            errors.append(error)
    return errors


def timeout_of(job: Job) -> datetime.timedelta:
    try:
        return _load_task(job).timeout
    except ImportError:
        return TIMEOUT


def _load_task(job: Job) -> JobTask:
    task: JobTask = import_string(job.task)
    return task


def _seconds_told(task: JobTask | None, began: float) -> float:
    """What is no task, or is there no more, has none to tell."""
    return 0.0 if getattr(task, "is_untimed", True) else time.monotonic() - began


def _call_as_nobody(task: JobTask, job: Job) -> Any:
    trace: AbstractContextManager[Facts] = nullcontext({}) if task.is_untimed else traced("job")
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None), trace as facts:
        facts |= {"task": job.task, "attempt": job.attempts, "request": job.request}
        return _call(task, job)


def _call(task: JobTask, job: Job) -> Any:
    if not task.takes_context:
        return task.call(*job.args, **job.kwargs)
    told = result_of(job, task=task, args=job.args, kwargs=job.kwargs, backend=task.backend)
    return task.call(TaskContext(task_result=told), *job.args, **job.kwargs)
