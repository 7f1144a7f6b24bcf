"""Tells the job threads of this process that there is work, so that nobody waits for the next look at the table."""

import threading

work_is_waiting = threading.Condition()


def wake_runners() -> None:
    with work_is_waiting:
        work_is_waiting.notify_all()
