import datetime

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.queue import LEASE, claim_job, finish_job, hand_back, read_clock
from aizuchi.kernel.jobs.run import run_job, run_waiting_jobs
from aizuchi.kernel.jobs.tests import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def claim(*, worker: str = "one", later: datetime.timedelta = datetime.timedelta()) -> Job | None:
    return claim_job(worker=worker, now=read_clock() + later)


def test_a_job_does_its_work_and_tells_the_result() -> None:
    result = tasks.write_down.enqueue("a line")

    run_waiting_jobs()
    result.refresh()

    assert tasks.done[-1] == "a line"
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "A LINE")


def test_a_job_is_dropped_with_the_transaction_that_wanted_it() -> None:
    with transaction.atomic():
        tasks.write_down.enqueue("never")
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_job_for_later_waits() -> None:
    tasks.write_down.using(run_after=read_clock() + datetime.timedelta(hours=1)).enqueue("later")

    assert claim() is None
    assert claim(later=datetime.timedelta(hours=2)) is not None


def test_an_urgent_job_goes_first() -> None:
    tasks.write_down.enqueue("calm")
    tasks.write_down.using(priority=10).enqueue("urgent")

    job = claim()

    assert job is not None
    assert job.args == ["urgent"]


def test_a_claimed_job_is_not_given_to_a_second_worker() -> None:
    tasks.write_down.enqueue("once")
    claim(worker="one")

    assert claim(worker="two") is None


def test_the_job_of_a_dead_worker_is_given_to_another() -> None:
    tasks.write_down.enqueue("again")
    claim(worker="dead")

    job = claim(worker="alive", later=LEASE * 2)

    assert job is not None
    assert (job.worker, job.attempts) == ("alive", 2)


def test_a_worker_that_lost_its_lease_has_no_say_any_more() -> None:
    tasks.write_down.enqueue("again")
    slow = claim(worker="slow")
    assert slow is not None
    claim(worker="quick", later=LEASE * 2)

    assert not finish_job(slow, result=None, now=read_clock())
    assert Job.objects.get().finished_at is None


def test_a_failing_job_is_tried_again_later_and_then_given_up() -> None:
    tasks.stumble.enqueue()

    run_job(claim())
    waiting = Job.objects.get()
    assert (waiting.finished_at, waiting.claimable_at > read_clock()) == (None, True)

    run_job(claim(later=datetime.timedelta(minutes=1)))
    given_up = Job.objects.get()
    assert (given_up.failed, given_up.attempts) == (True, 2)


def test_a_job_that_recovers_succeeds() -> None:
    result = tasks.succeed_at_third_attempt.enqueue()

    for _ in range(3):
        run_job(claim(later=datetime.timedelta(days=1)))
        Job.objects.update(claimable_at=read_clock())
    result.refresh()

    assert result.status == TaskResultStatus.SUCCESSFUL


def test_the_error_tells_the_place_but_not_the_words() -> None:
    tasks.stumble.enqueue()

    run_job(claim())

    error = Job.objects.get().error
    assert "in stumble" in error
    assert error.startswith("builtins.ValueError")
    assert tasks.WORDS_OF_SOMEBODY not in error.replace(
        'raise ValueError("秘密のことば")', ""
    )  # the line of code itself may stand there


def test_a_job_that_takes_its_workers_with_it_is_given_up() -> None:
    tasks.stumble.enqueue()
    for death in range(2):
        claim(worker=f"dead-{death}", later=LEASE * 2 * death)

    run_job(claim(later=LEASE * 10))

    assert Job.objects.get().failed


def test_a_task_nobody_knows_any_more_fails_without_harm() -> None:
    tasks.write_down.enqueue("lost")
    Job.objects.update(task="aizuchi.kernel.jobs.tests.tasks.gone")

    run_job(claim())

    assert Job.objects.get().error.startswith("builtins.ImportError")


def test_a_worker_that_stops_hands_back_what_it_holds() -> None:
    tasks.write_down.enqueue("next please")
    claim(worker="leaving")

    hand_back(worker="leaving", now=read_clock())

    assert claim(worker="staying") is not None


def test_an_unknown_result_is_said_to_be_unknown() -> None:
    with pytest.raises(TaskResultDoesNotExist):
        tasks.write_down.get_result("no such job")
