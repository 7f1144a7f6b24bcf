import datetime

import pytest
from django.utils import timezone

from aizuchi.kernel.jobs import schedule
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.overview import read_overview
from aizuchi.kernel.jobs.queue import run_again
from aizuchi.kernel.jobs.run import run_waiting_jobs
from aizuchi.kernel.jobs.schedule import Every, enqueue_due_periods
from aizuchi.kernel.jobs.tests import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _two_jobs_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of other rooms: what they need is theirs to prepare."""
    daily = datetime.timedelta(days=1)
    both = (Every(daily, tasks.rest), Every(daily / 2, tasks.take_a_nap))
    monkeypatch.setattr(schedule, "gather", lambda kind: both)


def give_up(**more) -> Job:
    return Job.objects.create(
        task="aizuchi.kernel.jobs.tests.tasks.stumble",
        args=["小野寺さんの住所"],
        claimable_at=NOW,
        enqueued_at=NOW,
        finished_at=NOW,
        failed=True,
        attempts=6,
        error="builtins.ValueError\nat somewhere",
        **more,
    )


def test_what_was_given_up_is_shown_with_its_reason_and_not_with_what_it_was_about() -> None:
    give_up()

    overview = read_overview(now=NOW)

    assert [(job.task, job.kind) for job in overview.failed] == [("kernel · stumble", "builtins.ValueError")]
    assert "小野寺" not in str(overview)


def test_a_job_given_up_runs_again() -> None:
    tasks.stumble.enqueue()
    Job.objects.update(failed=True, finished_at=NOW, attempts=6)
    job = Job.objects.get()

    assert run_again(job.pk, now=NOW) is True
    assert len(run_waiting_jobs()) == 1


@pytest.mark.parametrize("state", [{"failed": False}, {"failed": False, "finished_at": None}])
def test_what_runs_or_is_done_is_not_started_twice(state: dict) -> None:
    job = give_up()
    Job.objects.filter(pk=job.pk).update(**state)

    assert run_again(job.pk, now=NOW) is False


def test_what_comes_back_tells_when_it_ran_and_runs_next() -> None:
    enqueue_due_periods(now=NOW)
    run_waiting_jobs()

    periodic = read_overview(now=timezone.now()).periodic
    assert len(periodic) == 2
    assert all(row.latest_at and row.took is not None and row.next_at > NOW for row in periodic)


def test_a_thousand_jobs_are_as_cheap_as_one(django_assert_num_queries) -> None:
    give_up()
    enqueue_due_periods(now=NOW)
    run_waiting_jobs()
    with django_assert_num_queries(7):
        read_overview(now=NOW)
    for _ in range(20):
        give_up()
    with django_assert_num_queries(7):
        assert len(read_overview(now=NOW + datetime.timedelta(minutes=1)).failed) == 21
