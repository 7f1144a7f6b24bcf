"""What Prometheus is told: numbers of the machine, to those who may ask, and of nobody."""

import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.installations import Installation, wait_for

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.tasks import settle_mailbox
from aizuchi.config import metrics as page
from aizuchi.config.tests.test_cli import CLI, free_port, read_health
from aizuchi.kernel import metrics
from aizuchi.kernel.jobs.process import _hand_on
from aizuchi.kernel.jobs.tests.test_runner import enqueue

TOKEN = {"Authorization": "Bearer t0ken"}


@pytest.fixture
def told(db: None, client: Client, settings: Any) -> Callable[[], str]:
    settings.METRICS_TOKEN = "t0ken"

    def ask() -> str:
        answer = client.get("/metrics", headers=TOKEN)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def value(told: str, beginning: str) -> float:
    return sum(float(line.rpartition(" ")[2]) for line in told.splitlines() if line.startswith(beginning))


@pytest.mark.database
def test_it_is_not_there_unless_it_was_asked_for(db: None, client: Client) -> None:
    assert settings.METRICS_TOKEN == ""
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("wrong", ["", "Bearer ", "Bearer t0keN", "t0ken", "Basic t0ken", "Bearer é"])
def test_whoever_does_not_bring_the_token_reads_nothing(wrong: str, db: None, client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "t0ken"

    answer = client.get("/metrics", headers={"Authorization": wrong})

    assert (answer.status_code, b"aizuchi_" in answer.content) == (401, False)


@pytest.mark.database
def test_requests_are_counted_by_view_and_not_by_address(
    cast: Cast, client_for: Callable[..., Client], told: Callable[[], str]
) -> None:
    counted = 'aizuchi_request_seconds_count{kind="read",status="404",view="pairs:settings"}'
    before = value(told(), counted)

    client_for(cast.stranger).get(f"/pairs/{cast.organization.pk}/settings/")

    assert str(cast.organization.pk) not in told()
    assert value(told(), counted) == before + 1


def test_an_answer_without_a_name_is_not_counted(cast: Cast, told: Callable[[], str], client: Client) -> None:
    assert reverse("feedback:drop").startswith(page.UNCOUNTED)

    client.post("/feedback/", b"{}", content_type="application/json")
    client.get("/feedback/sizes/")

    assert 'view="feedback:' not in told()


@pytest.mark.database
def test_a_job_is_counted_by_its_name(told: Callable[[], str], run_jobs: Callable[[], None]) -> None:
    from aizuchi.kernel.jobs.tasks import forget_finished_jobs

    done = 'aizuchi_job_seconds_count{outcome="done",task="aizuchi.kernel.jobs.tasks.forget_finished_jobs"}'
    before = value(told(), done)
    forget_finished_jobs.enqueue()
    assert value(told(), 'aizuchi_jobs{state="waiting"}') == 1

    run_jobs()

    assert value(told(), done) == before + 1
    assert value(told(), 'aizuchi_jobs{state="waiting"}') == 0


@pytest.mark.database
def test_how_long_the_mailbox_took_is_nobodys_business(
    told: Callable[[], str], run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "settle", lambda: None)
    settle_mailbox.enqueue()
    run_jobs()

    task = 'outcome="done",task="aizuchi.anonymous_answers.tasks.settle_mailbox"'
    assert value(told(), f"aizuchi_job_seconds_count{{{task}}}") >= 1
    assert value(told(), f"aizuchi_job_seconds_sum{{{task}}}") == 0


@pytest.mark.database
def test_without_a_database_the_rest_is_told(told: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert value(told(), "aizuchi_database_up") == 1

    monkeypatch.setattr(page, "_read", mock.Mock(side_effect=DatabaseError))

    assert value(told(), "aizuchi_database_up") == 0
    assert "aizuchi_request_seconds" in told()


@pytest.mark.database
def test_what_the_process_of_jobs_counts_is_counted_by_its_server(told: Callable[[], str]) -> None:
    before = value(told(), 'aizuchi_mails_total{outcome="sent"}')

    _hand_on(b'["counted", "aizuchi_mails", ["sent"], 1]\n')
    _hand_on(b'["counted", "aizuchi_of_another_version", ["sent"], 1]\n')
    _hand_on(b'["counted", "aizuchi_mails"]\n')
    _hand_on(b"something printed\n")

    assert value(told(), 'aizuchi_mails_total{outcome="sent"}') == before + 1


def test_a_pipe_that_is_gone_stops_nothing_that_is_counted() -> None:
    metrics.count_through(mock.Mock(side_effect=BrokenPipeError))
    try:
        page.REQUESTS.add(0.1, "home", "read", "200")
    finally:
        metrics.count_through(None)


@pytest.fixture
def listener(db: None) -> Iterator[ThreadingHTTPServer]:
    found = page.listen_for_metrics(f"127.0.0.1:{free_port()}")
    assert found
    yield found
    found.shutdown()
    found.server_close()


def ask(listener: ThreadingHTTPServer, path: str = "/metrics", **headers: str) -> int:
    port = listener.server_address[1]
    try:
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)) as told:
            return int(told.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.mark.django_db(transaction=True)
def test_on_an_address_of_its_own_it_tells_nothing_but_metrics(listener: ThreadingHTTPServer, settings: Any) -> None:
    assert (ask(listener), ask(listener, "/"), ask(listener, "/sign-in/")) == (200, 404, 404)

    settings.METRICS_TOKEN = "t0ken"
    assert (ask(listener), ask(listener, **TOKEN)) == (401, 200)


def test_an_address_that_is_taken_stops_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert page.listen_for_metrics(f"127.0.0.1:{other.getsockname()[1]}") is None


def test_a_server_tells_of_the_process_that_does_its_jobs(installation: Installation) -> None:
    port, listening = free_port(), free_port()
    installation.start(*CLI, "serve", "--no-migrate", PORT=str(port), AIZUCHI_METRICS_LISTEN=f"127.0.0.1:{listening}")
    wait_for(lambda: read_health(port).get("status") == "ok")
    enqueue(installation, "write_down.enqueue('x')")

    def is_told() -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{listening}/metrics", timeout=5) as answer:
            done = 'aizuchi_job_seconds_count{outcome="done",task="aizuchi.kernel.jobs.tests.tasks.write_down"}'
            return value(answer.read().decode(), done) >= 1

    wait_for(is_told)
