"""Those who watch from outside hear of errors and of how long things took, and never a word, an address or a person.

The servers they speak to are real ones that listen here; the request and the job are poisoned in every place.
"""

import gzip
import json
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli
import pytest
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path
from django_tasks import task
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from tests.cast import Cast

from aizuchi.config import sentry, telemetry, urls, watching
from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.config.environment import Environment
from aizuchi.kernel.client_address import read_networks
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.run import run_waiting_jobs
from aizuchi.kernel.watching import report_error
from aizuchi.people.models import Person

POISON = (
    "SIGNED",
    "hunter2",
    "眠れない",
    "203.0.113.77",
    "Mozilla/Poisoned",
    "person_of_interest",
    "of-theirs",
)


UNPACK = {"": bytes, "gzip": gzip.decompress, "deflate": zlib.decompress, "br": brotli.decompress}


class Sink(ThreadingHTTPServer):
    """Keeps whatever is sent, unpacked, with its headers."""

    daemon_threads = True

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.bodies: list[bytes] = []
        self.headers: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def told(self) -> str:
        return "\n".join([*self.paths, *self.headers, *(body.decode("utf-8", "replace") for body in self.bodies)])


class _Handler(BaseHTTPRequestHandler):
    server: Sink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = UNPACK[self.headers.get("Content-Encoding", "")](body)
        self.server.paths.append(self.path)
        self.server.headers.append(str(self.headers))
        self.server.bodies.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.shutdown()
    sink.server_close()


@task(attempts=1)
def stumble_over(name: str) -> None:
    words = f"眠れない {name}"
    raise RuntimeError(words)


def break_down(request: HttpRequest, key: str) -> None:
    secret = "hunter2"  # noqa: F841
    try:
        Person.objects.get(family_name="person_of_interest")
    except Person.DoesNotExist as error:
        raise RuntimeError(f"眠れないと言われた {key} {request.user}") from error


urlpatterns = [*urls.urlpatterns, path("links/<str:key>/", break_down)]


@pytest.fixture
def poisoned(cast: Cast, client_for: Callable[[Person], Client]) -> Callable[[], None]:
    """A request and a job that carry something private wherever there is room, and both break."""
    client = client_for(cast.member)
    client.raise_request_exception = False

    def send() -> None:
        with override_settings(ROOT_URLCONF=__name__):
            client.post(
                "/links/SIGNED/?token=SIGNED&q=眠れない",
                {"comment": "眠れない", "password": "hunter2"},
                headers={
                    "user-agent": "Mozilla/Poisoned",
                    "referer": "http://testserver/person_of_interest/",
                    "authorization": "Bearer hunter2",
                    "traceparent": "00-traceparent-of-theirs-01",
                    "x-forwarded-for": "203.0.113.77",
                },
                REMOTE_ADDR="203.0.113.77",
            )
        stumble_over.enqueue("person_of_interest")
        assert [type(error) for error in run_waiting_jobs()] == [RuntimeError]

    send.private = (*POISON, str(cast.member.pk), cast.member.pk.hex, cast.member.email, cast.organization.name)  # type: ignore[attr-defined]
    send.cookies = [morsel.value for morsel in client.cookies.values()]  # type: ignore[attr-defined]
    return send


def assert_nothing_private(told: str, poisoned: Any) -> None:
    assert [word for word in (*poisoned.private, *poisoned.cookies) if word and word in told] == []
    assert "SELECT" not in told
    assert not any(part.startswith("/root") or "/home/" in part for part in told.split('"'))


def test_errors_are_told_by_class_and_place_alone(sink: Sink, poisoned: Callable[[], None]) -> None:
    sentry.start_sentry(f"{sink.url.replace('http://', 'http://public@')}/7")
    try:
        poisoned()
    finally:
        sentry.stop_sentry()

    events = [json.loads(body.split(b"\n")[2]) for body in sink.bodies]
    assert set(sink.paths) == {"/api/7/envelope/"}
    pages = {event["tags"].get("page") for event in events}
    assert "/links/<str:key>/" in pages
    kinds = [[one["type"] for one in event["exception"]["values"]] for event in events]
    assert ["Person.DoesNotExist", "RuntimeError"] in kinds
    job = next(event for event in events if event["tags"].get("task"))
    assert job["tags"]["task"].endswith("stumble_over")
    assert job["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "stumble_over"
    assert all(set(event) <= set(sentry.KEPT) for event in events)
    assert_nothing_private(sink.told, poisoned)


def test_traces_name_the_page_and_the_job_and_nothing_else(sink: Sink, poisoned: Callable[[], None]) -> None:
    telemetry.start_telemetry(sink.url, "Authorization=Bearer collector")
    try:
        poisoned()
    finally:
        telemetry.stop_telemetry()

    spans = [
        span
        for body in sink.bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    assert set(sink.paths) == {"/v1/traces"}
    assert "Bearer collector" in sink.told
    names = {span.name for span in spans}
    assert "POST /links/<str:key>/" in names
    assert any(name.endswith("stumble_over") for name in names)
    assert {one.key for span in spans for one in span.attributes} <= {*telemetry.NAMES.values(), "error.type"}
    assert all(not span.events and not span.trace_state for span in spans)
    assert_nothing_private(sink.told, poisoned)


def test_a_request_and_the_jobs_it_asked_for_have_one_key(cast: Cast, client: Client, settings: Any) -> None:
    answer = client.post("/password/forgotten/", {"email": cast.member.email})

    assert {job.request for job in Job.objects.all()} == {answer["X-Request-ID"]}


@pytest.mark.parametrize(
    ("told", "trusted", "is_believed"),
    [
        ("1234567890abcdef", "127.0.0.1", True),
        ("1234567890abcdef", "", False),
        ("short", "127.0.0.1", False),
        ("眠れない眠れない眠れない", "127.0.0.1", False),
        ("x" * 65, "127.0.0.1", False),
        ('12345678"\n"', "127.0.0.1", False),
    ],
)
def test_a_proxys_key_is_taken_and_a_strangers_is_not(
    told: str, trusted: str, is_believed: bool, db: None, client: Client, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = read_networks(trusted)

    answer = client.get("/sign-in/", HTTP_X_REQUEST_ID=told)

    assert (answer["X-Request-ID"] == told) is is_believed
    assert re.fullmatch(r"[A-Za-z0-9-]{8,64}", answer["X-Request-ID"])


def test_an_answer_without_a_name_has_no_key(db: None, client: Client) -> None:
    answer = client.post("/feedback/", b"{}", content_type="application/json", HTTP_X_REQUEST_ID="1234567890abcdef")

    assert "X-Request-ID" not in answer


def test_nobody_is_told_anything_unless_it_was_asked_for(sink: Sink, poisoned: Callable[[], None]) -> None:
    poisoned()

    assert sink.bodies == []


def test_whoever_watches_cannot_break_what_is_watched(sink: Sink) -> None:
    sentry.start_sentry(f"{sink.url.replace('http://', 'http://public@')}/7")
    try:
        report_error(RuntimeError(), {"page": object(), "words": "hunter2"})
        report_error(None, {})  # type: ignore[arg-type]
    finally:
        sentry.stop_sentry()

    assert "hunter2" not in sink.told


@pytest.mark.parametrize(
    ("setting", "extra"),
    [({"sentry_dsn": "https://k@e.jp/1"}, "sentry"), ({"telemetry_url": "https://c.jp"}, "telemetry")],
)
def test_without_the_extra_a_sentence_says_which(
    setting: dict[str, str], extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "environment", lambda: Environment(**setting))
    monkeypatch.setitem(__import__("sys").modules, f"aizuchi.config.{extra}", None)

    with pytest.raises(CommandFailed, match=rf"aizuchi\[{extra}\]"):
        watching.start_watching()


def test_an_address_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "environment", lambda: Environment(sentry_dsn="errors.example.jp"))

    with pytest.raises(CommandFailed, match="write it like"):
        watching.start_watching()
