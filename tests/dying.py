"""A job that dies after any of its steps. A step is whatever would have stayed: a transaction, or a statement alone."""

import datetime
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest import mock

from django.apps import apps
from django.core import mail
from django.db import connection, models, transaction

from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.run import run_waiting_jobs
from aizuchi.notifications.models import SentMail

Work = Callable[[], object]
State = dict[str, Counter[tuple[str, ...]]]
WRITES = ("INSERT", "UPDATE", "DELETE")
NEVER = 10**9
NEW_EACH_TIME = (uuid.UUID, datetime.datetime, bytes, memoryview)
A_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{40,}")


class PowerCut(KeyboardInterrupt):
    """The end of the process, as far as our code can tell."""


def count_steps(work: Work) -> int:
    with _taken_back(), _dying_after(NEVER) as steps:
        work()
    return steps()


def state_after(work: Work, *, dies_after: int | None = None) -> State:
    """What the database holds once the job was done; if it died before, it was done again."""
    with _taken_back():
        if dies_after is not None:
            with suppress(PowerCut), _dying_after(dies_after):
                work()
        work()
        errors = run_waiting_jobs()
        assert errors == []
        return _read_state()


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    mail.outbox.clear()


@contextmanager
def _dying_after(last: int) -> Iterator[Callable[[], int]]:
    base, leave, done = len(connection.savepoint_ids), transaction.Atomic.__exit__, 0

    def step() -> None:
        nonlocal done
        done += 1
        if done == last:
            raise PowerCut

    def leave_and_count(atomic: transaction.Atomic, kind: Any, error: Any, trace: Any) -> None:
        leave(atomic, kind, error, trace)
        if error is None and len(connection.savepoint_ids) == base:
            step()

    def write_and_count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.startswith(WRITES) and len(connection.savepoint_ids) == base:
            step()
        return answer

    with (
        mock.patch.object(transaction.Atomic, "__exit__", leave_and_count),
        connection.execute_wrapper(write_and_count),
    ):
        yield lambda: done


def _read_state() -> State:
    """Rows without their keys and moments, which are others each time, and who got which mail at least once."""
    rows = {
        model._meta.label: Counter(map(_plain, model._base_manager.values_list(*_telling_fields(model))))
        for model in apps.get_models()
        if model not in (Job, SentMail) and model._meta.managed  # both may be there twice
    }
    mails = Counter({(*sent.to, sent.subject): 1 for sent in mail.outbox})
    return {label: found for label, found in {**rows, "mails": mails}.items() if found}


def _telling_fields(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if not (field.primary_key or field.is_relation)] or [
        "pk"
    ]


def _plain(row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(A_KEY.sub("*", str(value)) for value in row if not isinstance(value, NEW_EACH_TIME))
