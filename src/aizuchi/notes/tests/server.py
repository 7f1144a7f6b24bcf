"""A real server in a process of its own, on a data folder of its own."""

import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.forks import Started
from tests.installations import fork_server

ROOT = Path(__file__).resolve().parents[4]


@dataclass
class Stage:
    sessions: dict[str, str]
    people: dict[str, str]
    circle: str
    shared: list[str]
    private: str
    used: int = 0

    def fresh(self) -> str:
        """A note nobody has written in yet."""
        self.used += 1
        return self.shared[self.used - 1]


@dataclass
class Server:
    home: Path
    port: int = 0
    options: dict[str, str] = field(default_factory=dict)
    largest_note: int = 0
    """Bytes that a note may have here, where a test fills one."""
    has_plain_sockets: bool = False
    """As under any ASGI server, without the short way of `kernel/websocket_transport.py`."""
    process: Started | None = None

    def environment(self) -> dict[str, str]:
        # AIZUCHI_TEST_HOME off: the product's own settings, on this folder and not on that of the tests
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AIZUCHI_")}
        return clean | {
            "AIZUCHI_HOME": str(self.home),
            "AIZUCHI_JOB_THREADS": "0",
            "TMPDIR": str(self.temporary),
            "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings",
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "tests" / "early"))),
            "PORT": str(self.port),
            **self.options,
        }

    @property
    def temporary(self) -> Path:
        """What the server puts aside for a moment lies where the tests look for words."""
        folder = self.home / "tmp"
        folder.mkdir(exist_ok=True)
        return folder

    @contextlib.contextmanager
    def disk_full(self) -> Iterator[None]:
        """The kernel refuses every write of the server, as on a disk without room."""
        assert self.process
        before = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))  # less than a page of the log
        try:
            yield
        finally:
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, before)

    def start(self) -> None:
        self.port = self.port or _free_port()
        arguments = [*self._program(), "serve", "--no-migrate"]
        self.process = fork_server().start(arguments, self.environment(), self.home / "server.log")
        self._wait_until_it_answers()

    def _program(self) -> list[str]:
        otherwise = [*self._what_is_otherwise()]
        if not otherwise:
            return ["-m", "aizuchi.config.cli"]
        begin = ["import django", "django.setup()", *otherwise, "from aizuchi.config.cli import main", "main()"]
        return ["-c", "; ".join(begin)]

    def _what_is_otherwise(self) -> Iterator[str]:
        if self.largest_note:
            yield "from aizuchi.notes.sync import note_session"
            yield f"note_session.LARGEST_NOTE = {self.largest_note}"
        if self.has_plain_sockets:
            yield "from aizuchi.config.commands import serve"
            yield "serve.WebSocketProtocol = serve.WebSocketProtocol.__base__"

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + 120  # on a busy machine too
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/nothing-here", timeout=5)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(self.log())

    def kill(self) -> None:
        """As a power cut would: no farewell, no flush."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def run(self, *args: str) -> str:
        done = fork_server().run(["-m", "aizuchi.notes.tests.stage", *args], self.environment(), 120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    async def run_async(self, *args: str) -> str:
        return await asyncio.to_thread(self.run, *args)

    def log(self) -> str:
        return (self.home / "server.log").read_text()

    def copy_to(self, home: Path) -> "Server":
        shutil.copytree(self.home, home)
        return Server(home, options=self.options)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def set_stage(home: Path, *, migrated: Path | None = None, **options: str) -> tuple[Server, Stage]:
    """Migrating takes longest: whoever has a folder where it is done passes it on."""
    if migrated:
        shutil.copytree(migrated, home)
    home.mkdir(parents=True, exist_ok=True)
    server = Server(home, options=options)
    return server, Stage(**json.loads(server.run("make")))
