"""Two who press at the same moment, each with a connection of their own.

The first write of each is held back until the other has come as far, or waits for a lock, or is done. So without a
lock both have looked before either writes, every time.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections

Press = Callable[[], object]
MOST_SECONDS = 20


def press_at_once(*presses: Press) -> list[object]:
    """What each got: its result, or the exception that told it no."""
    meeting_place = _MeetingPlace(len(presses))
    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(meeting_place.press, presses))


class _MeetingPlace:
    def __init__(self, count: int) -> None:
        self._count = count
        self._here = 0
        self._changed = threading.Condition()

    def press(self, press: Press) -> object:
        try:
            with connection.execute_wrapper(_FirstWrite(self)):
                return press()
        except Exception as refusal:
            return refusal
        finally:
            self._come(waits=False)
            connections.close_all()

    def wait_for_others(self) -> None:
        self._come(waits=True)

    def _come(self, *, waits: bool) -> None:
        with self._changed:
            self._here += 1
            self._changed.notify_all()
            if not waits:
                return
            for _ in range(MOST_SECONDS * 100):
                if self._here >= self._count or _somebody_waits_for_a_lock():
                    return
                self._changed.wait(0.01)
        raise TimeoutError("the other neither wrote nor waited")


class _FirstWrite:
    def __init__(self, place: _MeetingPlace) -> None:
        self._place = place
        self._is_past = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self._is_past and sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self._is_past = True
            self._place.wait_for_others()
        return execute(sql, params, many, context)


def _somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
