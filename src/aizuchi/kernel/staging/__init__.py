"""A long change on SQLite that keeps nobody waiting.

SQLite lets one transaction write at a time, so a change of ten seconds would keep everybody else from saving for ten
seconds. Here it runs on a private copy of the database instead, with all of its reactions, and nothing of it can
reach the real one. What it did there is then written into the real database in one short transaction, unless somebody
has changed meanwhile what it relied on (see `Reliance`): then it begins anew. PostgreSQL needs none of this.
"""

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import connection, transaction

from aizuchi.kernel.staging.changes import ChangedMeanwhile, Changes
from aizuchi.kernel.staging.copy import can_be_copied, copy_database, take_hooks, work_on
from aizuchi.kernel.staging.reliance import Reliance

__all__ = ["Reliance", "run_staged"]

log = structlog.get_logger()

T = TypeVar("T")
TRIES = 3


def run_staged(work: Callable[[], T]) -> T:
    """As `with transaction.atomic(): return work()`. May call it several times, each time as if it were the first:
    rows that `work` changes it must read itself.

    Within a transaction of the caller's, and after too many changes by others, it runs in the real database.
    """
    if connection.in_atomic_block or not can_be_copied(connection):
        return _run_at_once(work)
    for _number in range(TRIES):
        try:
            return _run_on_copy(work)
        except ChangedMeanwhile as changed:
            log.info("staging: begins anew", table=changed.table)
    return _run_at_once(work)


@transaction.atomic
def _run_at_once(work: Callable[[], T]) -> T:
    return work()


def _run_on_copy(work: Callable[[], T]) -> T:
    with copy_database(connection) as copy:
        changes = Changes(copy)
        with work_on(copy), transaction.atomic():
            result = work()
            after_commit = take_hooks(copy)
        changes.find()
        changes.write_to(connection.settings_dict["NAME"])
        log.info("staging: written", rows=changes.count, held_milliseconds=round(1000 * changes.held_seconds))
    for hook in after_commit:
        hook()
    return result
