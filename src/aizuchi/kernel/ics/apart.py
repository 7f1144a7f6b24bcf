"""Foreign calendars are read apart from us, in a process that can be killed (see `child`).

Such a process is started when it is first needed and kept; one that takes too long is killed, and the next piece gets a
fresh one. What made it hang is unreadable, and nothing else suffers.
"""

import contextlib
import datetime
import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from aizuchi.kernel.ics import passing
from aizuchi.kernel.ics.days import CalendarDays
from aizuchi.kernel.ics.reading import LIMITS, Busy, BusyWindow, Reading
from aizuchi.kernel.ics.replies import Reply
from aizuchi.kernel.ics.walls import Unreadable

AT_ONCE = 100
MOST_PROCESSES = 2
MOST_COSTLY = 10  # of one calendar, before the rest of it waits for another day
TOOK_LONG = {"TooLong", "no time left", "took too long"}
PATIENCE = 20.0  # seconds of the clock for a batch, on a machine that has much else to do
STARTING = 20.0  # and for the first one, which waits for the process


class TooCostly(Exception):
    """Too many of these objects take longer to read than anybody's appointments do."""


class _Hung(Exception):
    """It took too long, or died."""


def read_objects(
    objects: Sequence[bytes], *, window: BusyWindow, zone: ZoneInfo, addresses: Collection[str]
) -> Iterator[Reading | Unreadable]:
    """One answer for each, in their order. Raises TooCostly once MOST_COSTLY of them took too long."""
    costly = 0
    how = {"window": passing.pack_window(window), "zone": zone.key, "addresses": sorted(addresses)}
    for first in range(0, len(objects), AT_ONCE):
        for answer in _ask("object", objects[first : first + AT_ONCE], how):
            costly += isinstance(answer, Unreadable) and str(answer) in TOOK_LONG
            if costly > MOST_COSTLY:
                raise TooCostly
            yield answer if isinstance(answer, Unreadable) else passing.reading_from(answer)


def read_free_busy(body: bytes) -> list[Busy]:
    """Raises Unreadable."""
    return [passing.busy_from(said) for said in _ask_once("free_busy", body)]


def read_reply(body: bytes) -> Reply:
    """Raises Unreadable."""
    return passing.reply_from(_ask_once("reply", body))


def read_calendar_days(body: bytes, *, today: datetime.date) -> CalendarDays:
    """Raises Unreadable."""
    return passing.days_from(_ask_once("days", body, {"today": today.isoformat()}))


def merge(theirs: bytes, *, ours: bytes, keeps_alarm: bool) -> bytes:
    """Raises Unreadable."""
    return str(_ask_once("merge", theirs, {"ours": ours.decode(), "keeps_alarm": keeps_alarm})).encode()


def _ask_once(what: str, body: bytes, how: Mapping[str, Any] | None = None) -> Any:
    (answer,) = _ask(what, [body], how or {})
    if isinstance(answer, Unreadable):
        raise answer
    return answer


def _ask(what: str, pieces: Sequence[bytes], how: Mapping[str, Any]) -> list[Any]:
    """An answer or Unreadable for each. If a batch hangs, each of it is asked by itself, and only the one is lost."""
    sound = [piece if len(piece) <= LIMITS.size else b"" for piece in pieces]
    try:
        with _processes.borrow() as process:
            said = process.ask(what, sound, how)
    except _Hung:
        if len(pieces) == 1:
            return [Unreadable("took too long")]
        return [answer for piece in pieces for answer in _ask(what, [piece], how)]
    return [answer["read"] if "read" in answer else Unreadable(answer["unreadable"]) for answer in said]


class _Process:
    def __init__(self) -> None:
        known = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONTZPATH") if name in os.environ}
        self._started = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-m", "aizuchi.kernel.ics.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**known, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._patience = STARTING + PATIENCE

    def ask(self, what: str, pieces: Sequence[bytes], how: Mapping[str, Any]) -> list[Any]:
        """Raises _Hung, and is of no use afterwards."""
        asked, answered = self._started.stdin, self._started.stdout
        assert asked is not None
        assert answered is not None
        clock = threading.Timer(self._patience, self._started.kill)
        clock.daemon = True
        clock.start()
        try:
            wanted = {"what": what, "how": how, "sizes": [len(piece) for piece in pieces]}
            asked.write(b"".join([json.dumps(wanted).encode(), b"\n", *pieces]))
            asked.flush()
            line = answered.readline()
        except OSError as error:
            raise _Hung from error
        finally:
            clock.cancel()
        if not line.endswith(b"\n"):
            raise _Hung
        self._patience = PATIENCE
        said: list[Any] = json.loads(line)
        return said

    def close(self) -> None:
        self._started.kill()
        self._started.communicate()


class _Processes:
    """Those that wait for the next batch, and how many there may be."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []
        self._places = threading.BoundedSemaphore(MOST_PROCESSES)

    @contextlib.contextmanager
    def borrow(self) -> Iterator[_Process]:
        with self._places:
            try:
                process = self._idle.pop()
            except IndexError:
                process = _Process()
            try:
                yield process
            except BaseException:
                process.close()
                raise
            self._idle.append(process)


_processes = _Processes()


def _begin_anew() -> None:
    """After a fork: the pipes are the parent's."""
    global _processes
    _processes = _Processes()


os.register_at_fork(after_in_child=_begin_anew)
