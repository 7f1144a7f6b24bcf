"""The process that does the jobs of one server, so that pages need not share the interpreter with them.

The server starts it, starts it again whenever it ends, and ends it with itself. Two pipes join them: a byte to the
process says that work is waiting, and its end that the server is gone; a line from it is a live message for screens,
whose sockets the server holds, or something that the server counts with its own (`kernel/metrics.py`).
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog

from aizuchi.kernel import live, metrics
from aizuchi.kernel.jobs.wake import wake_runners, wake_with

log = structlog.get_logger()

LIVE, COUNTED = "live", "counted"
GRACE_SECONDS = 15.0
"""For what is in hand when the server ends; the process itself waits ten."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0
"""Whoever lived as long did not fail at the start: the next pause is the shortest again."""


class JobProcess:
    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._process: subprocess.Popen[bytes] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="job-process", daemon=True)

    def start(self) -> None:
        wake_with(self._wake)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        process = self._process
        return process is not None and process.poll() is None

    def stop(self) -> None:
        """Returns when the process has ended; what it does not finish in time is given to whoever comes next."""
        self._stop.set()
        wake_with(None)
        self._close_input()
        self._thread.join(GRACE_SECONDS)
        if self._process and self._process.poll() is None:
            self._process.kill()

    def _keep(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                self._run_once()
            except OSError as error:
                log.error("jobs: the process does not start", error=type(error).__name__)
            if self._stop.is_set():
                return
            pause = SHORTEST_PAUSE if time.monotonic() - began > STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
            log.warning("jobs: the process ended and is started again", after_seconds=pause)
            self._stop.wait(pause)

    def _run_once(self) -> None:
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)  # nobody who commits waits for a pipe that is full
        self._process = process
        log.info("jobs: a process does them", pid=process.pid)
        if self._stop.is_set():  # told to stop while it was being started
            self._close_input()
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                _hand_on(line)
        process.wait()

    def _wake(self) -> None:
        if self._process and self._process.stdin:
            try:
                os.write(self._process.stdin.fileno(), b"\n")
            except (OSError, ValueError):  # full: it is awake; closed: it looks at the table when it starts
                return

    def _close_input(self) -> None:
        if self._process and self._process.stdin:
            try:
                self._process.stdin.close()
            except OSError:
                return


def _hand_on(line: bytes) -> None:
    try:
        kind, *told = json.loads(line)
        if kind == COUNTED:
            name, labels, amount = told
            metrics.take(name, tuple(labels), amount)
        else:
            group, message = told
            live.send(group, message)
    except (ValueError, TypeError):
        log.warning("jobs: the process said what is no message")


def serve_the_server(run_until: Callable[[threading.Event], None]) -> None:
    """What the process itself does: `run_until` does jobs until the event is set."""
    lines = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed is no message
    lock = threading.Lock()

    def tell(kind: str, *told: Any) -> None:
        with lock:
            lines.write(json.dumps([kind, *told]).encode() + b"\n")

    live.send_through(partial(tell, LIVE))
    metrics.count_through(partial(tell, COUNTED))
    told_to_stop = threading.Event()
    threading.Thread(target=_listen, args=[told_to_stop], name="server", daemon=True).start()
    run_until(told_to_stop)


def _listen(told_to_stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        wake_runners()
    told_to_stop.set()
