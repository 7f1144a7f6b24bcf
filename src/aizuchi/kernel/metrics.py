"""What is counted while the program runs, for Prometheus. Who and what it was about is never said: a label is a name
that stands in our own code, such as a view's, a job's or a channel's.

Each server counts for itself and for the process that does its jobs, which tells the server over their pipe what to
count. So one address tells all of it, and nothing is written to the disk. What stands in the database is not counted
but read when somebody asks: apps bring a `Reading` in their manifests.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.metrics import MetricWrapperBase

# Else each number would come with one more, of when it was first counted. The library gives it no types.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
Way = Callable[[str, tuple[str, ...], float], None]

_known: dict[str, "Counted | Timed"] = {}
_way: Way | None = None


class Counted:
    """How often something happened."""

    def __init__(self, name: str, help: str, *labels: str) -> None:
        self.name = name
        self._counter = Counter(name, help, labels, registry=REGISTRY)
        _known[name] = self

    def add(self, *labels: str) -> None:
        _tell(self.name, labels, 1) if _way else self.take(labels, 1)

    def take(self, labels: tuple[str, ...], amount: float) -> None:
        _of(self._counter, labels).inc(amount)


class Timed:
    """How long something took."""

    def __init__(self, name: str, help: str, *labels: str, buckets: tuple[float, ...]) -> None:
        self.name = name
        self._histogram = Histogram(name, help, labels, buckets=buckets, registry=REGISTRY)
        _known[name] = self

    def add(self, seconds: float, *labels: str) -> None:
        _tell(self.name, labels, seconds) if _way else self.take(labels, seconds)

    def take(self, labels: tuple[str, ...], seconds: float) -> None:
        _of(self._histogram, labels).observe(seconds)


class Open:
    """How many are open just now. Only of the process that holds them."""

    def __init__(self, name: str, help: str, *labels: str) -> None:
        self._gauge = Gauge(name, help, labels, registry=REGISTRY)

    def more(self, *labels: str) -> None:
        _of(self._gauge, labels).inc()

    def fewer(self, *labels: str) -> None:
        _of(self._gauge, labels).dec()


@dataclass(frozen=True)
class Reading:
    """What is read when somebody asks: each value with the values of the labels."""

    name: str
    help: str
    read: Callable[[], Iterable[tuple[tuple[str, ...], float]]]
    labels: tuple[str, ...] = ()


def count_through(way: Way | None) -> None:
    """For a process that nobody asks: what it counts goes this way."""
    global _way
    _way = way


def take(name: str, labels: tuple[str, ...], amount: float) -> None:
    """What another process counted. One of another version may know what we do not."""
    if counted := _known.get(name):
        counted.take(labels, amount)


def _tell(name: str, labels: tuple[str, ...], amount: float) -> None:
    """Never raises: whatever is counted has happened all the same."""
    try:
        if _way:
            _way(name, labels, amount)
    except (OSError, ValueError):
        return


def _of(metric: MetricWrapperBase, labels: tuple[str, ...]) -> Any:
    return metric.labels(*labels) if labels else metric
