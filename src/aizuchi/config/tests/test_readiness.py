"""/readyz says whether people should be sent here just now."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.config import health
from aizuchi.config.serving import Phase, serving
from aizuchi.kernel.jobs.models import Job
from aizuchi.notifications.mail_queue import ONE_MAIL_EACH

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    serving.phase, serving.jobs = Phase.SERVING, None


def read(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_a_server_that_serves_is_ready(cast: Cast, client: Client) -> None:
    status, facts = read(client)

    assert status == 200
    assert facts == {
        "status": "ready",
        "database": "ok",
        "keys": "ok",
        "mailbox": "ok",
        "disk": "ok",
        "jobs": "ok",
        "mail": "ok",
        "jobs_process": "unknown",
        "version": facts["version"],
    }


@pytest.mark.parametrize("phase", [Phase.STARTING, Phase.DRAINING])
def test_people_go_elsewhere_while_it_starts_or_ends(phase: Phase, db: None, client: Client) -> None:
    serving.phase = phase

    status, facts = read(client)

    assert (status, facts["status"], facts["database"]) == (503, phase, "ok")


def test_a_database_that_waits_for_migrations_is_not_ready(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_list_migrations", lambda: {("people", "9999_of_tomorrow")})

    assert read(client)[0] == 503
    assert read(client)[1]["database"] == "waits for migrations"


def test_a_newer_database_is_served_on_while_nodes_are_upgraded_one_by_one(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = set(list(health._list_migrations())[1:])
    monkeypatch.setattr(health, "_list_migrations", lambda: known)

    assert read(client)[0] == 200


def test_without_a_database_nobody_is_sent_here(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "is_database_behind", refuse)

    assert (read(client)[0], read(client)[1]["database"]) == (503, "unreachable")


def test_keys_that_cannot_be_read_are_not_ready(
    cast: Cast, client: Client, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = tmp_path / "keys"
    spoilt.write_text("not a key\n")
    monkeypatch.setattr(health, "key_path", lambda: spoilt)

    assert (read(client)[0], read(client)[1]["keys"]) == (503, "unreadable")


def test_a_missing_key_file_matters_once_something_was_sealed(
    db: None, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "key_path", lambda: tmp_path / "nowhere")
    assert read(client)[0] == 200

    monkeypatch.setattr(health.OrganizationKey.objects, "exists", lambda: True)
    assert read(client)[0] == 503


def test_mail_that_waits_is_told_but_people_are_served(db: None, client: Client) -> None:
    long_ago = timezone.now() - datetime.timedelta(minutes=20)
    soon = timezone.now() + datetime.timedelta(minutes=5)
    Job.objects.create(task=ONE_MAIL_EACH[0], claimable_at=soon, enqueued_at=long_ago)

    status, facts = read(client)

    assert (status, facts["mail"], facts["jobs"]) == (200, "late", "ok")


@pytest.mark.parametrize(("is_alive", "told"), [(True, "ok"), (False, "gone")])
def test_the_process_that_does_the_jobs_is_told(is_alive: bool, told: str, db: None, client: Client) -> None:
    serving.jobs = SimpleNamespace(is_alive=is_alive)  # type: ignore[assignment]

    assert (read(client)[0], read(client)[1]["jobs_process"]) == (200, told)


def test_jobs_done_apart_are_nobodys_process_here(db: None, client: Client, settings: Any) -> None:
    settings.JOB_THREADS = 0

    assert read(client)[1]["jobs_process"] == "apart"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_machine_may_ask_by_any_address(path: str, db: None, client: Client) -> None:
    assert client.get(path, headers={"host": "10.0.0.3:8000"}).status_code == 200
    assert client.get("/sign-in/", headers={"host": "10.0.0.3:8000"}).status_code == 400


def test_nobody_is_named(cast: Cast, client: Client) -> None:
    told = client.get("/readyz").content.decode()

    assert not any(word in told for word in (cast.organization.name, str(cast.organization.pk), cast.member.email))


def test_it_is_only_read(db: None, client: Client) -> None:
    assert client.post("/readyz").status_code == 405
