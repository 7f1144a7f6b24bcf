"""The server's jobs are done by a process of its own, which lives neither longer nor shorter than the server."""

import os
import re
import signal
import sys
from pathlib import Path
from subprocess import Popen
from typing import Any
from unittest import mock

import pytest
from tests.installations import Installation, wait_for

from aizuchi.config.tests.test_cli import CLI, free_port, read_health
from aizuchi.kernel import live
from aizuchi.kernel.jobs.process import JobProcess
from aizuchi.kernel.jobs.tests.test_runner import enqueue, lines

COMMAND = [sys.executable, "-m", "aizuchi.config.job_process"]


def list_job_processes(installation: Installation) -> list[int]:
    """Those that the server started, in this order."""
    return [int(pid) for pid in re.findall(r'"pid": (\d+)', installation.log.read_text())]


def is_alive(pid: int) -> bool:
    """A process that has ended and that nobody asks about any more counts as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def server(installation: Installation) -> Popen[str]:
    port = free_port()
    server = installation.start(*CLI, "serve", "--no-migrate", PORT=str(port))
    wait_for(lambda: read_health(port).get("status") == "ok")
    wait_for(lambda: len(list_job_processes(installation)) == 1)
    return server


def test_when_it_is_killed_another_takes_its_job_until_the_server_ends(
    installation: Installation, server: Popen[str], tmp_path: Path
) -> None:
    enqueue(installation, f"sign_in_book.enqueue({str(tmp_path)!r})")
    wait_for(lambda: len(lines(tmp_path / "book")) == 1)
    first = int(lines(tmp_path / "book")[0])

    os.kill(first, signal.SIGKILL)

    wait_for(lambda: len(lines(tmp_path / "book")) == 2)
    assert first != server.pid
    assert list(map(str, list_job_processes(installation))) == lines(tmp_path / "book")

    server.terminate()
    server.wait(60)
    wait_for(lambda: not is_alive(list_job_processes(installation)[1]))


def test_it_does_not_outlive_a_killed_server(installation: Installation, server: Popen[str]) -> None:
    (jobs,) = list_job_processes(installation)
    assert is_alive(jobs)

    server.kill()

    wait_for(lambda: not is_alive(jobs))


def test_what_a_job_tells_screens_reaches_the_server_that_holds_them(installation: Installation) -> None:
    told: list[tuple[str, dict[str, Any]]] = []
    live.send_through(lambda group, message: told.append((group, message)))
    process = JobProcess(COMMAND)
    try:
        with mock.patch.dict(os.environ, installation.env):
            process.start()
            enqueue(installation, "say_look_again.enqueue('meeting:1')")
            wait_for(lambda: bool(told))
    finally:
        process.stop()
        live.send_through(None)

    assert told == [("live.meeting.1", {"type": "live.parts", "parts": ["jobs"]})]
