"""A process that dies while it writes what it staged."""

from pathlib import Path

import pytest
from tests.file_database import ask
from tests.installations import Installation

from aizuchi.kernel.tests.staging.conftest import counted

pytestmark = pytest.mark.database


KILLED = """
import os, signal, django
django.setup()
from django.utils import timezone
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.models import Tally
from aizuchi.kernel.staging import changes, run_staged

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

def work():
    Tally.objects.create(key="ours", ends_at=timezone.now())
    Job.objects.create(task="x", claimable_at=timezone.now(), enqueued_at=timezone.now())
    {in_work}

run, insert = changes.Changes._run, changes.Changes._insert
def dying(self, statement, values=None):
    if statement == {before!r}:
        die()
    run(self, statement, values)

changes.Changes._run = dying
Ask = changes.Changes._ask
def asking(self, query, values=None):
    if query == {before!r}:
        die()
    return Ask(self, query, values)
changes.Changes._ask = asking
run_staged(work)
"""


@pytest.mark.parametrize(
    ("in_work", "before", "count"),
    [
        ("die()", "", 0),
        ("", "BEGIN IMMEDIATE", 0),
        ("", "COMMIT", 0),
        ("", "PRAGMA live.wal_checkpoint(PASSIVE)", 1),
    ],
)
def test_a_kill_leaves_nothing_or_everything(path: Path, in_work: str, before: str, count: int) -> None:
    done = Installation(path.parent).run("-c", KILLED.format(in_work=in_work, before=before))

    assert done.returncode == -9, done.stderr
    assert len(counted(path)) == ask(path, "SELECT count(*) FROM jobs_job")[0][0] == count
    left = {one.name for one in path.parent.iterdir()} - {"cache", "secret_key"}
    assert all(name.startswith(path.name) for name in left)  # and no copy of everything lies about
