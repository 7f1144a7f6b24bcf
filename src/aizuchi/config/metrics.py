"""/metrics: what Prometheus reads. Off unless there is a token for it, or an address of its own to listen on."""

import hmac
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, close_old_connections, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from aizuchi import __version__
from aizuchi.config.look_briefly import briefly
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.metrics import REGISTRY, Reading, Timed

log = structlog.get_logger()

REQUESTS = Timed(
    "aizuchi_request_seconds",
    "Requests: how many, how they ended, how long they took.",
    *("view", "kind", "status"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
UNCOUNTED = ("/feedback/", "/surveys/answers/")
PATH = "/metrics"
SLOWEST_READER_SECONDS = 10
READING_SECONDS = 5


class _WhatIsRead(Collector):
    """A database that does not answer is a number, too; the rest is told all the same."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        try:
            with briefly(DEFAULT_DB_ALIAS, seconds=READING_SECONDS):
                read = [_read(reading) for reading in gather(Reading)]
            yield from read
            answers = 1
        except DatabaseError:
            answers = 0
        yield GaugeMetricFamily("aizuchi_database_up", "Whether the database answers.", value=answers)
        version = GaugeMetricFamily("aizuchi_version", "Which version this is.", labels=["version"])
        version.add_metric([__version__], 1)
        yield version


def _read(reading: Reading) -> Metric:
    family = GaugeMetricFamily(reading.name, reading.help, labels=reading.labels)
    for labels, value in reading.read():
        family.add_metric(list(labels), value)
    return family


REGISTRY.register(_WhatIsRead())
ProcessCollector(registry=REGISTRY)


def count_request(request: HttpRequest, *, status: int, seconds: float) -> None:
    """Nothing of answers without a name: of few people, when a number grew would say when somebody answered."""
    if request.path.startswith(UNCOUNTED):
        return
    match = request.resolver_match
    view = match.view_name or match.func.__name__ if match else "-"
    REQUESTS.add(seconds, view, "read" if request.method in READING else "write", str(status))


@require_safe
def show_metrics(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        raise Http404
    if not is_right_token(request.headers.get("Authorization", "")):
        return HttpResponse("The token is missing or wrong.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def is_right_token(told: str) -> bool:
    return hmac.compare_digest(told.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())


class _Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST_READER_SECONDS
    server_version, sys_version = "Aizuchi", ""

    def do_GET(self) -> None:
        if self.path != PATH:
            self.send_error(404)
        elif settings.METRICS_TOKEN and not is_right_token(self.headers.get("Authorization", "")):
            self.send_error(401)
        else:
            self._answer()

    def _answer(self) -> None:
        close_old_connections()
        try:
            told = generate_latest(REGISTRY)
        finally:
            connections.close_all()
        self.send_response(200)
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, format: str, *args: object) -> None:
        return


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        self.address_family = _family_of(host)
        super().__init__((host, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up while being answered is no error of ours."""


def _family_of(host: str) -> int:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def listen_for_metrics(address: str) -> ThreadingHTTPServer | None:
    """HOST:PORT, or nowhere. That nobody can be told is no reason not to serve."""
    if not address:
        return None
    host, _colon, port = address.rpartition(":")
    try:
        listener = _Listener(host.strip("[]"), int(port))
    except OSError as error:
        log.error("metrics: nothing can listen there", address=address, error=type(error).__name__)
        return None
    threading.Thread(target=listener.serve_forever, name="metrics", daemon=True).start()
    return listener
