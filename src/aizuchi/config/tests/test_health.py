import datetime
from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from aizuchi import __version__
from aizuchi.config import health
from aizuchi.kernel.jobs.models import Job

pytestmark = pytest.mark.database


def test_a_healthy_server_says_so(db: None, client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "disk": "ok", "jobs": "ok", "version": __version__}


def test_jobs_that_nobody_does_are_told_but_the_pages_go_on(db: None, client: Client) -> None:
    long_ago = timezone.now() - datetime.timedelta(minutes=10)
    Job.objects.create(task="somewhere.something", claimable_at=long_ago, enqueued_at=long_ago)

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["jobs"]) == (200, "late")


def test_without_a_database_a_load_balancer_goes_elsewhere(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "is_database_behind", mock.Mock(side_effect=DatabaseError))

    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_health_is_only_read(db: None, client: Client) -> None:
    assert client.post("/healthz").status_code == 405
