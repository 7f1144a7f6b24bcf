"""The process in which foreign calendars are read: `python -m aizuchi.kernel.ics.child`.

It knows no database, no key and no setting, has little memory and little time, and whoever started it may kill it.
It answers one batch after the other: a line of JSON that says what is wanted and how long each piece is, then the
pieces; back comes a line of JSON with one answer per piece.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from aizuchi.kernel.ics import days, free_busy, merging, passing, reading, replies
from aizuchi.kernel.ics.walls import Unreadable

SECONDS = 1.0  # of the processor, for one piece
SECONDS_TOGETHER = 8.0  # for a batch; what comes later is not looked at
MEMORY = 1 << 30


class TooLong(BaseException):
    """Not an Exception: nothing that is read with care for broken input may catch it."""


def main() -> None:
    asked, answered = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not speak for us
    _limit()
    signal.signal(signal.SIGVTALRM, _give_up)
    while line := asked.readline():
        wanted = json.loads(line)
        pieces = [asked.read(size) for size in wanted["sizes"]]
        answered.write(json.dumps(list(_answer(wanted, pieces))).encode() + b"\n")
        answered.flush()


def _answer(wanted: Mapping[str, Any], pieces: list[bytes]) -> Iterator[Any]:
    read, began = READ_BY[wanted["what"]], time.process_time()
    for piece in pieces:
        if time.process_time() - began > SECONDS_TOGETHER:
            yield {"unreadable": "no time left"}
            continue
        try:
            with _limited():
                yield {"read": read(piece, wanted["how"])}
        except Unreadable as odd:
            yield {"unreadable": str(odd)[:80]}
        except (Exception, TooLong) as odd:
            yield {"unreadable": type(odd).__name__}


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _give_up(*_about: object) -> None:
    raise TooLong


def _limit() -> None:
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # not every system lets itself be limited
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _read_object(piece: bytes, how: Mapping[str, Any]) -> Any:
    window, zone = passing.window_from(how["window"]), ZoneInfo(how["zone"])
    return passing.pack_reading(
        reading.read_object(piece, window=window, zone=zone, addresses=frozenset(how["addresses"]))
    )


def _read_free_busy(piece: bytes, how: Mapping[str, Any]) -> Any:
    return [passing.pack_busy(busy) for busy in free_busy.read_free_busy(piece)]


def _read_reply(piece: bytes, how: Mapping[str, Any]) -> Any:
    return passing.pack_reply(replies.read_reply(piece))


def _read_days(piece: bytes, how: Mapping[str, Any]) -> Any:
    return passing.pack_days(days.read_calendar_days(piece, today=passing.day_from(how["today"])))


def _merge(piece: bytes, how: Mapping[str, Any]) -> Any:
    return merging.merge(piece, ours=how["ours"].encode(), keeps_alarm=bool(how["keeps_alarm"])).decode()


READ_BY: Mapping[str, Callable[[bytes, Mapping[str, Any]], Any]] = {
    "object": _read_object,
    "free_busy": _read_free_busy,
    "reply": _read_reply,
    "days": _read_days,
    "merge": _merge,
}

if __name__ == "__main__":
    main()
