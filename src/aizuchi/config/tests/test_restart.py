"""A restart under systemd, as a real server meets it: the socket stays, and nobody who knocks is left outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.installations import ROOT, Installation, wait_for

from aizuchi.config.tests.test_cli import CLI, free_port, read_health


def hand_over(listening: socket.socket, installation: Installation, **env: str) -> subprocess.Popen[str]:
    """As systemd starts it: the socket is descriptor 3, and the process is told that it is meant."""
    script = (
        "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ['LISTEN_PID'] = str(os.getpid());"
        " os.execv(sys.executable, [sys.executable, *sys.argv[2:]])"
    )
    with installation.log.open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(listening.fileno()), *CLI, "serve", "--no-migrate"],
            cwd=ROOT,
            env=installation.env | {"LISTEN_FDS": "1", "PORT": "1"} | env,
            pass_fds=[listening.fileno()],
            text=True,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    installation.started.append(process)
    return process


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        yield listening


def ask(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=120) as answer:
        return int(answer.status)


def test_a_restart_answers_everybody_who_knocks_meanwhile(installation: Installation, listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    first = hand_over(listening, installation)
    assert ask(port) == 200, "who knocks before it is up waits"
    answers: list[int | str] = []
    is_over = threading.Event()

    def knock() -> None:
        while not is_over.is_set():
            try:
                answers.append(ask(port))
            except OSError as error:
                answers.append(repr(error))

    knocking = [threading.Thread(target=knock) for _ in range(4)]
    for one in knocking:
        one.start()
    wait_for(lambda: len(answers) > 20)

    first.terminate()
    first.wait(60)
    before = len(answers)
    hand_over(listening, installation)
    wait_for(lambda: len(answers) > before + 20)
    is_over.set()
    for one in knocking:
        one.join()

    assert set(answers) == {200}


def test_it_drains_for_as_long_as_it_was_told(installation: Installation) -> None:
    port = free_port()
    server = installation.start(*CLI, "serve", "--no-migrate", PORT=str(port), AIZUCHI_DRAIN_SECONDS="3")
    wait_for(lambda: read_health(port).get("status") == "ok")

    server.send_signal(signal.SIGTERM)

    def is_draining() -> bool:
        try:
            ask_ready(port)
        except urllib.error.HTTPError as refusal:
            return refusal.code == 503 and json.load(refusal)["status"] == "draining"
        return False

    wait_for(is_draining, seconds=2.5)
    assert ask(port) == 200, "whoever comes all the same is served"
    began = time.monotonic()
    server.wait(60)
    assert time.monotonic() - began > 1


def ask_ready(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        return int(answer.status)


def test_systemd_hears_when_it_is_ready_and_when_it_stops(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(path))
        heard.settimeout(120)
        server = installation.start(*CLI, "serve", "--no-migrate", PORT=str(free_port()), NOTIFY_SOCKET=str(path))
        assert heard.recv(100) == b"READY=1"

        server.send_signal(signal.SIGTERM)
        assert heard.recv(100) == b"STOPPING=1"
        server.wait(60)


def test_a_socket_meant_for_another_process_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from aizuchi.config.serving import take_handed_over_sockets

    monkeypatch.setenv("LISTEN_PID", str(os.getpid() + 1))
    monkeypatch.setenv("LISTEN_FDS", "1")

    assert take_handed_over_sockets() == []
