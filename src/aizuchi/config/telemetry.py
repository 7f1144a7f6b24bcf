"""Traces over OTLP/HTTP. Extra `telemetry`, off unless AIZUCHI_TELEMETRY_URL says where to.

One span for each request and each job, with the facts of `kernel/watching.py`. The usual instrumentations are left out:
they tell whole addresses, who asked from where with which browser, and statements of the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode

from aizuchi import __version__
from aizuchi.kernel.watching import Facts, pick, trace_with

NAMES = {
    "page": "http.route",
    "method": "http.request.method",
    "status": "http.response.status_code",
    "task": "aizuchi.task",
    "attempt": "aizuchi.attempt",
    "request": "aizuchi.request",
}
KINDS = {"request": SpanKind.SERVER, "job": SpanKind.CONSUMER}
_provider: TracerProvider | None = None


def start_telemetry(url: str, headers: str = "") -> None:
    global _provider
    exporter = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces", headers=_read_headers(headers))
    # Made by hand: what the library would find out by itself tells of the machine and of its environment.
    _provider = TracerProvider(resource=Resource({"service.name": "aizuchi", "service.version": __version__}))
    _provider.add_span_processor(BatchSpanProcessor(exporter))
    trace_with(_trace)


def stop_telemetry() -> None:
    """Sends what is still waiting."""
    global _provider
    trace_with(None)
    if _provider:
        _provider.shutdown()
        _provider = None


@contextmanager
def _trace(kind: str, facts: Facts) -> Iterator[None]:
    assert _provider is not None
    tracer = _provider.get_tracer("aizuchi", __version__)
    with tracer.start_as_current_span(
        kind, kind=KINDS[kind], record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield
        except BaseException as error:
            span.set_attribute("error.type", type(error).__qualname__)
            span.set_status(StatusCode.ERROR)
            raise
        finally:
            told = pick(facts)
            span.update_name(str(told.get("task") or f"{told.get('method', kind)} {told.get('page', '')}".strip()))
            span.set_attributes({NAMES[name]: value for name, value in told.items()})
            if int(told.get("status", 0)) >= 500:
                span.set_status(StatusCode.ERROR)


def _read_headers(told: str) -> dict[str, str]:
    """NAME=VALUE, NAME=VALUE"""
    pairs = (part.partition("=") for part in told.split(",") if "=" in part)
    return {name.strip(): value.strip() for name, _is, value in pairs}
