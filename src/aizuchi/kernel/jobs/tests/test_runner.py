"""With real processes: what happens when one is killed, stopped or hangs."""

import datetime
import os
import signal
import time
from pathlib import Path

import pytest
from django.utils import timezone
from tests.installations import Installation, wait_for

WORKER = ("-m", "aizuchi.kernel.jobs.tests.worker")


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def enqueue(installation: Installation, call: str) -> None:
    script = f"import django; django.setup()\nfrom aizuchi.kernel.jobs.tests import tasks\ntasks.{call}"
    done = installation.run("-c", script)
    assert done.returncode == 0, done.stderr


def is_finished(installation: Installation) -> bool:
    return installation.ask("SELECT count(*) FROM jobs_job WHERE finished_at IS NULL OR failed") == [(0,)]


def claimable_at(installation: Installation) -> datetime.datetime:
    script = (
        "import django; django.setup()\nfrom aizuchi.kernel.jobs.models import Job\n"
        "print(Job.objects.unfinished().get().claimable_at.isoformat())"
    )
    done = installation.run("-c", script)
    assert done.returncode == 0, done.stderr
    return datetime.datetime.fromisoformat(done.stdout.strip())


@pytest.mark.database
def test_a_job_outlives_a_killed_worker(installation: Installation, tmp_path: Path) -> None:
    book = tmp_path / "book"
    enqueue(installation, f"sign_in_book.enqueue({str(tmp_path)!r})")
    first = installation.start(*WORKER)
    wait_for(lambda: len(lines(book)) == 1)

    second = installation.start(*WORKER)  # while the first still works, so that starting is not measured
    os.kill(first.pid, signal.SIGKILL)
    killed_at = time.monotonic()
    wait_for(lambda: len(lines(book)) == 2)

    assert lines(book) == [str(first.pid), str(second.pid)]
    assert time.monotonic() - killed_at < 15
    wait_for(lambda: is_finished(installation))


def test_a_worker_that_is_told_to_stop_leaves_its_job_to_others_at_once(
    installation: Installation, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    enqueue(installation, f"sign_in_book.enqueue({str(tmp_path)!r})")
    first = installation.start(*WORKER)
    wait_for(lambda: len(lines(book)) == 1)

    first.terminate()
    first.wait(timeout=60)
    ended_at = timezone.now()

    assert claimable_at(installation) <= ended_at
    installation.start(*WORKER)
    wait_for(lambda: len(lines(book)) == 2)


def test_a_hanging_job_is_given_to_another_thread(installation: Installation, tmp_path: Path) -> None:
    enqueue(installation, f"hang_at_first.enqueue({str(tmp_path)!r})")

    installation.start(*WORKER)

    wait_for(lambda: (tmp_path / "second").exists(), seconds=25)


@pytest.mark.database
def test_a_periodic_job_runs_once_on_two_nodes(installation: Installation, tmp_path: Path) -> None:
    nodes = [installation.start(*WORKER, "--periodic") for _ in range(2)]
    wait_for(lambda: len(lines(installation.home / "periods")) >= 1)
    enqueue(installation, f"hang_at_first.enqueue({str(tmp_path)!r})")  # both have planned by the time this is taken up
    wait_for(lambda: (tmp_path / "first").exists())

    for node in nodes:
        os.kill(node.pid, signal.SIGKILL)

    assert len(lines(installation.home / "periods")) == 1
