import datetime

import pytest
import time_machine

from aizuchi.kernel.jobs import schedule
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.run import run_waiting_jobs
from aizuchi.kernel.jobs.schedule import Every, enqueue_due_periods
from aizuchi.kernel.jobs.tasks import forget_finished_jobs
from aizuchi.kernel.jobs.tests import tasks

pytestmark = pytest.mark.database

NOON = datetime.datetime(2026, 11, 20, 12, 7, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _hourly(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "gather", lambda kind: (Every(HOUR, tasks.stumble),))


def test_a_period_is_enqueued_once_however_often_nodes_look() -> None:
    for minutes in (0, 1, 30):
        enqueue_due_periods(now=NOON + datetime.timedelta(minutes=minutes))

    assert Job.objects.count() == 1


def test_the_next_period_is_enqueued_again() -> None:
    enqueue_due_periods(now=NOON)
    enqueue_due_periods(now=NOON + HOUR)

    assert Job.objects.count() == 2


def test_periods_without_anybody_awake_are_not_caught_up() -> None:
    enqueue_due_periods(now=NOON)
    enqueue_due_periods(now=NOON + 9 * HOUR)

    assert Job.objects.count() == 2


def test_an_offset_moves_the_start_of_the_day_to_where_people_are() -> None:
    morning_in_tokyo = Every(datetime.timedelta(days=1), tasks.write_down, offset=datetime.timedelta(hours=21))

    assert morning_in_tokyo.latest_start(NOON) == datetime.datetime(2026, 11, 19, 21, tzinfo=datetime.UTC)


def test_a_period_longer_than_the_memory_of_finished_jobs_is_refused() -> None:
    with pytest.raises(ValueError, match="at most a week"):
        Every(datetime.timedelta(days=30), tasks.write_down)


def test_finished_jobs_are_forgotten_but_not_before_their_period_is_over() -> None:
    enqueue_due_periods(now=NOON)
    tasks.write_down.enqueue("plain")
    run_waiting_jobs()
    Job.objects.update(finished_at=NOON)

    with time_machine.travel(NOON + datetime.timedelta(days=2), tick=False):
        forget_finished_jobs.call()
        assert [job.period is not None for job in Job.objects.all()] == [True]

    with time_machine.travel(NOON + datetime.timedelta(days=15), tick=False):
        forget_finished_jobs.call()
        assert not Job.objects.exists()
