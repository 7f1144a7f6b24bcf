"""What is noted because somebody looked, written a moment after they have their page.

A page that only reads must not wait for the lock of those who write, so it leaves a note in memory, and a thread of its
own writes what has gathered. A process that is killed loses what it had not written yet: at most a second of it, and
nothing that anybody typed may come this way.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import structlog
from django.db import DatabaseError, OperationalError, close_old_connections, connections

log = structlog.get_logger()

T = TypeVar("T")

EVERY_SECONDS = 1.0
MOST_WAITING = 10_000
"""Of one kind. Beyond it the oldest are forgotten: the database has been away for long."""

_kinds: list["WriteBehind[Any]"] = []


class WriteBehind(Generic[T]):
    """Notes of one kind. `write` gets them in the order in which they came, often several, and may get one twice."""

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        self._write = write
        self._waiting: deque[T] = deque(maxlen=MOST_WAITING)
        _kinds.append(self)

    def add(self, note: T) -> None:
        self._waiting.append(note)

    def forget(self) -> None:
        self._waiting.clear()

    def flush(self) -> None:
        """What the database cannot take now waits for the next time; what it refuses is left out, the rest is kept."""
        taken = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not taken:
            return
        try:
            self._write(taken)
        except OperationalError:
            self._waiting.extendleft(reversed(taken))
            raise
        except DatabaseError:
            self._write_each(taken)

    def _write_each(self, taken: Sequence[T]) -> None:
        for note in taken:
            try:
                self._write([note])
            except DatabaseError as error:
                log.warning("write behind: left out", kind=type(note).__name__, error=type(error).__name__)


def flush_all() -> None:
    for kind in _kinds:
        kind.flush()


def forget_all() -> None:
    for kind in _kinds:
        kind.forget()


class Writer:
    """The thread that writes; one for a server."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="write-behind", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Writes what is still waiting."""
        self._stop.set()
        self._thread.join(10)

    def _keep(self) -> None:
        is_over = False
        while not is_over:
            is_over = self._stop.wait(EVERY_SECONDS)
            close_old_connections()
            try:
                flush_all()
            except Exception as error:
                log.warning("write behind: not written", error=type(error).__name__)
        connections.close_all()
