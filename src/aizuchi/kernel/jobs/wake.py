"""Tells job threads that there is work, so that nobody waits for the next look at the table."""

import threading
from collections.abc import Callable

work_is_waiting = threading.Condition()
_wake_process: Callable[[], None] | None = None


def wake_runners() -> None:
    """Those of this process, and the process that does this server's jobs."""
    with work_is_waiting:
        work_is_waiting.notify_all()
    if _wake_process:
        _wake_process()


def wake_with(wake_process: Callable[[], None] | None) -> None:
    global _wake_process
    _wake_process = wake_process
