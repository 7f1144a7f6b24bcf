"""Our server beside those that people use, under the same two people in each of many notes.

    python -m bench.notes.compare --notes 1000 --seconds 20
    python -m bench.notes.compare --everything              the whole table, within a quarter of an hour

Markdown on stdout, what is going on on stderr. Only this machine is talked to.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.notes.figures import Run, read_times
from bench.notes.servers import Aizuchi, Hocuspocus, Server, YWebsocket, install_peers, node, running

WARM_UP = 3.0


class GeneratorFailed(Exception):
    """The generator said why."""


class Generator:
    """The clients, in a process of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [node(), str(Path(__file__).parent / "client/generator.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, command: str, **options: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"command": command, "folder": str(self.folder), **options}) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise GeneratorFailed(answer["error"])
        return answer

    def do(self, command: str, **options: Any) -> dict[str, Any]:
        self.tell(command, **options)
        return self.hear()


@contextmanager
def generating(folder: Path) -> Iterator[Generator]:
    generator = Generator(folder)
    try:
        yield generator
    finally:
        generator.process.kill()
        generator.process.wait()


def measure(server: Server, *, notes: int, rate: float, seconds: float) -> Run:
    server.empty()
    with tempfile.TemporaryDirectory() as folder, generating(Path(folder)) as generator, running(server):
        generator.do(
            "set",
            dialect=server.dialect,
            port=server.port,
            notes=server.notes(notes),
            rate=rate,
            edits=int((WARM_UP + seconds + 1) * rate / 2) + 2,
        )
        idle = server.memory_bytes()
        opened = generator.do("open")
        generator.tell("type", warmup=WARM_UP, seconds=seconds)
        time.sleep(WARM_UP)
        cpu = server.cpu_seconds()
        time.sleep(seconds)
        cpu = server.cpu_seconds() - cpu
        grown = server.memory_bytes() - idle
        typed = generator.hear()
        generator.do("close")
        return Run(
            server=server.name,
            notes=notes,
            opened_per_second=opened["per_second"],
            seen=read_times(Path(folder) / "seen.f64"),
            stored=read_times(Path(folder) / "stored.f64"),
            lag=read_times(Path(folder) / "lag.f64"),
            edits=typed["counted"],
            unseen=typed["unseen"],
            closed=typed["closed"],
            cpu_seconds=cpu,
            seconds=seconds,
            memory_bytes=grown,
            generator_cpu=typed["generator_cpu"],
        )


def choose_servers(folder: Path, *, port: int, count: int) -> dict[str, Server]:
    ours = Aizuchi.on_stage(folder, port, count=count)
    return {
        "aizuchi": ours,
        "hocuspocus": Hocuspocus("hocuspocus + sqlite", "hocuspocus", folder / "hocuspocus", port + 1),
        "y-websocket": YWebsocket("y-websocket", "plain", folder / "y-websocket", port + 2),
        "leveldb": YWebsocket("y-websocket + leveldb", "plain", folder / "y-leveldb", port + 3, keeps=True),
    }


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--seconds", type=float, default=10.0, help="of typing, after three to warm up")
    parser.add_argument("--rate", type=float, default=5.0, help="edits a second in each note")
    parser.add_argument("--port", type=int, default=8110, help="the first of five")
    parser.add_argument("--servers", nargs="+", default=["aizuchi", "hocuspocus", "y-websocket", "leveldb"])
    options = parser.parse_args(arguments)
    install_peers()
    with tempfile.TemporaryDirectory(prefix="bench-notes-") as folder:
        servers = choose_servers(Path(folder), port=options.port, count=max(options.notes))
        for notes in options.notes:
            for name in options.servers:
                run = measure(servers[name], notes=notes, rate=options.rate, seconds=options.seconds)
                print(run.as_row(), flush=True)


if __name__ == "__main__":
    main()
