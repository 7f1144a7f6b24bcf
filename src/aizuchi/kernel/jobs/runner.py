"""Threads that do the jobs: inside the web server, or apart with `aizuchi worker`."""

import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from uuid import UUID

import structlog
from django.db import Error as DatabaseFault
from django.db import close_old_connections, connections

from aizuchi.kernel.jobs.queue import claim_job, extend_leases, hand_back, is_work_waiting, read_clock
from aizuchi.kernel.jobs.run import run_job, timeout_of
from aizuchi.kernel.jobs.schedule import enqueue_due_periods
from aizuchi.kernel.jobs.wake import wake_runners, work_is_waiting

log = structlog.get_logger()

LOOK_EVERY = 1.0
EXTEND_EVERY = 2.0
PLAN_EVERY = 10.0


@dataclass
class _Seat:
    """One thread, and the job in its hands."""

    job: UUID | None = None
    give_up_at: float = 0.0
    is_abandoned: bool = False


@dataclass
class JobRunner:
    """Workers, and a keeper who looks for work, extends leases and plans periodic jobs."""

    threads: int
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}:{os.getpid()}:{token_hex(4)}")
    _seats: list[_Seat] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        for _ in range(self.threads):
            self._open_seat()
        self._start_thread(self._keep)

    def stop(self, *, grace: float = 10.0) -> None:
        """Takes no new job, waits for the running ones, and hands back what does not end in time."""
        self._stop.set()
        wake_runners()
        deadline = time.monotonic() + grace
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if self._jobs_in_hand():
            hand_back(worker=self.name, now=read_clock())

    def _open_seat(self) -> None:
        seat = _Seat()
        self._seats.append(seat)
        self._start_thread(lambda: self._work(seat))

    def _start_thread(self, run: Callable[[], None]) -> None:
        thread = threading.Thread(target=run, name=f"jobs-{len(self._threads)}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _jobs_in_hand(self) -> list[UUID]:
        return [seat.job for seat in self._seats if seat.job and not seat.is_abandoned]

    def _work(self, seat: _Seat) -> None:
        while not self._stop.is_set() and not seat.is_abandoned:
            try:
                if not self._work_once(seat):
                    self._wait_for_work()
            except DatabaseFault as fault:
                log.warning("jobs: the database does not answer", error=type(fault).__name__)
                self._stop.wait(LOOK_EVERY)
        connections.close_all()

    def _work_once(self, seat: _Seat) -> bool:
        """False if there was nothing to do."""
        close_old_connections()
        job = claim_job(worker=self.name, now=read_clock(), apart_from=self._jobs_in_hand())
        if job is None:
            return False
        seat.give_up_at = time.monotonic() + timeout_of(job).total_seconds()
        seat.job = job.pk
        try:
            run_job(job)
        finally:
            seat.job = None
        return True

    def _wait_for_work(self) -> None:
        with work_is_waiting:
            if not self._stop.is_set():
                work_is_waiting.wait(timeout=LOOK_EVERY * 30)

    def _keep(self) -> None:
        extended_at = planned_at = -PLAN_EVERY
        while not self._stop.is_set() or self._jobs_in_hand():
            try:
                close_old_connections()
                self._abandon_hung_seats()
                if time.monotonic() >= extended_at + EXTEND_EVERY:
                    extended_at = time.monotonic()
                    self._extend_leases()
                if time.monotonic() >= planned_at + PLAN_EVERY and not self._stop.is_set():
                    planned_at = time.monotonic()
                    enqueue_due_periods(now=read_clock())
                if is_work_waiting(now=read_clock(), apart_from=self._jobs_in_hand()):
                    wake_runners()
            except DatabaseFault as fault:
                log.warning("jobs: the database does not answer", error=type(fault).__name__)
            if self._stop.wait(LOOK_EVERY):
                time.sleep(0.1)  # only until the jobs in hand are done
        connections.close_all()

    def _extend_leases(self) -> None:
        if jobs := self._jobs_in_hand():
            extend_leases(worker=self.name, jobs=jobs, now=read_clock())

    def _abandon_hung_seats(self) -> None:
        """A thread cannot be killed; but its job can be given to another, and so can its seat."""
        for seat in self._seats:
            if seat.job and not seat.is_abandoned and time.monotonic() > seat.give_up_at:
                seat.is_abandoned = True
                log.warning("job takes too long", job=str(seat.job))
                self._open_seat()
        self._seats = [seat for seat in self._seats if seat.job or not seat.is_abandoned]
