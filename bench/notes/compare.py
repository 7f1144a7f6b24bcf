"""Our server beside those that people use, under the same two people in each of many notes.

    python -m bench.notes.compare --notes 1000 --seconds 20
    python -m bench.notes.compare --everything       the whole table, in about ten minutes

Markdown on stdout, progress on stderr. Nothing but this machine is talked to.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench.notes.figures import (
    FirstSync,
    Loss,
    Run,
    read_times,
    show_first_syncs,
    show_losses,
    show_ratios,
    show_runs,
)
from bench.notes.generator import Generator, generating
from bench.notes.servers import Aizuchi, Hocuspocus, Server, YWebsocket, install_peers, kill, running

WARM_UP = 3.0
SIZES = (50, 200, 500, 1000, 2000)
AIM = 1000
KILLED_NOTES = 200
KILLED_AFTER = 13.0  # Hocuspocus stores after ten seconds at the latest
HISTORIES = 3
HISTORY_EDITS = 24_000


def main(arguments: Sequence[str] | None = None) -> None:
    options = _read_options(arguments)
    install_peers()
    with tempfile.TemporaryDirectory(prefix="bench-notes-") as folder:
        servers = _make_servers(Path(folder), port=options.port, count=max(options.notes), names=options.servers)
        runs = []
        for notes in options.notes:
            for server in servers:
                runs.append(measure(server, notes=notes, rate=options.rate, seconds=options.seconds))
                say(show_runs(runs[-1:]).splitlines()[-1])
        print("### Under load\n\n" + show_runs(runs))
        print(show_ratios(runs, notes=AIM), flush=True)
        if options.guards:
            notes = min(AIM, max(options.notes))
            prices = measure_guards(servers, notes=notes, rate=options.rate, seconds=options.seconds)
            print("### What each guard costs\n\n" + show_runs(list(prices)), flush=True)
        if options.kill:
            print("### After SIGKILL\n\n" + show_losses([lose(server) for server in servers]), flush=True)
        if options.history:
            found = show_first_syncs(open_all(servers, edits=options.edits))
            print(f"### First sync of a note with a history of {options.edits:,} edits\n\n{found}", flush=True)


def measure(server: Server, *, notes: int, rate: float, seconds: float) -> Run:
    say(f"{server.name}: {notes} notes")
    server.empty()
    with tempfile.TemporaryDirectory() as folder, generating(Path(folder)) as generator, running(server):
        _set(generator, server, notes=notes, rate=rate, seconds=WARM_UP + seconds)
        idle = server.memory_bytes()
        before = server.cpu_seconds()
        opened = generator.do("open")
        opening = server.cpu_seconds() - before
        generator.tell("type", warmup=WARM_UP, seconds=seconds)
        time.sleep(WARM_UP)
        cpu = server.cpu_seconds()
        time.sleep(seconds)
        cpu, grown = server.cpu_seconds() - cpu, server.memory_bytes() - idle
        typed = generator.hear()
        generator.do("close")
        return Run(
            server=server.name,
            notes=notes,
            opened_per_second=opened["per_second"],
            opening_cpu_seconds=opening,
            **{name: read_times(Path(folder) / f"{name}.f64") for name in ("seen", "stored", "lag")},
            edits=typed["counted"],
            unseen=typed["unseen"],
            cpu_seconds=cpu,
            seconds=seconds,
            memory_bytes=grown,
            generator_cpu=typed["generator_cpu"],
        )


def measure_guards(servers: Iterable[Server], *, notes: int, rate: float, seconds: float) -> Iterator[Run]:
    """Ours again, each time with one guard less."""
    ours = next(server for server in servers if isinstance(server, Aizuchi))
    for variant in (
        ours,
        replace(ours, name="aizuchi, words in the clear", without="encryption"),
        replace(ours, name="aizuchi, synchronous=OFF", synchronous="OFF"),
        replace(ours, name="aizuchi, without permission", without="permission"),
    ):
        yield measure(variant, notes=notes, rate=rate, seconds=seconds)


def lose(server: Server) -> Loss:
    """Kills the server while all are typing, starts it again, and looks for what the clients could take for safe."""
    say(f"{server.name}: SIGKILL")
    server.empty()
    with tempfile.TemporaryDirectory() as folder, generating(Path(folder)) as generator:
        with running(server):
            _set(generator, server, notes=KILLED_NOTES, rate=5, seconds=KILLED_AFTER + 5)
            generator.do("open")
            generator.tell("type_until_killed", seconds=KILLED_AFTER + 5)
            time.sleep(KILLED_AFTER)
            kill(server)
            generator.hear()
        with running(server):
            found = generator.do("verify")
    return Loss(server=server.name, notes=KILLED_NOTES, **found)


def open_all(servers: Iterable[Server], *, edits: int) -> Iterator[FirstSync]:
    """From dialling to a document one can read, after a restart; where nothing is kept, from memory."""
    for server in servers:
        say(f"{server.name}: a long history")
        server.empty()
        with tempfile.TemporaryDirectory() as folder, generating(Path(folder)) as generator:
            place = {"dialect": server.dialect, "port": server.port, "notes": server.notes(HISTORIES)}
            with running(server):
                generator.do("seed", edits=edits, **place)
                time.sleep(
                    10
                )  # Hocuspocus stores two seconds after the last words, ours sums up when the last one has left
                if isinstance(server, YWebsocket) and not server.keeps:
                    yield _first_sync(f"{server.name}, from memory", generator.do("open_first", **place))
                    continue
            with running(server):
                yield _first_sync(server.name, generator.do("open_first", **place))
            if isinstance(server, Aizuchi):
                server.run_stage("compact")
                with running(server):
                    yield _first_sync(f"{server.name}, summed up", generator.do("open_first", **place))


def _first_sync(name: str, found: dict) -> FirstSync:
    return FirstSync(name, found["times"], text_bytes=found["length"], sent_bytes=found["bytes"])


def _set(generator: Generator, server: Server, *, notes: int, rate: float, seconds: float) -> None:
    generator.do(
        "set",
        dialect=server.dialect,
        port=server.port,
        notes=server.notes(notes),
        rate=rate,
        edits=int((seconds + 1) * rate / 2) + 2,
    )


def _make_servers(folder: Path, *, port: int, count: int, names: Sequence[str]) -> list[Server]:
    ours = Aizuchi.on_stage(folder, port, count=max(count, KILLED_NOTES))
    servers = {
        "aizuchi": ours,
        "hocuspocus": Hocuspocus("hocuspocus + sqlite", "hocuspocus", folder / "hocuspocus", port + 1),
        "y-websocket": YWebsocket("y-websocket", "plain", folder / "y-websocket", port + 2),
        "leveldb": YWebsocket("y-websocket + leveldb", "plain", folder / "y-leveldb", port + 3, keeps=True),
    }
    return [servers[name] for name in names]


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--seconds", type=float, default=8.0, help="of typing, after three to warm up")
    parser.add_argument("--rate", type=float, default=5.0, help="edits a second in each note")
    parser.add_argument("--port", type=int, default=8110, help="the first of four")
    parser.add_argument("--servers", nargs="+", default=["aizuchi", "hocuspocus", "y-websocket", "leveldb"])
    parser.add_argument("--guards", action="store_true", help="also ours without encryption, FULL sync, permission")
    parser.add_argument("--kill", action="store_true", help="also what is lost on SIGKILL")
    parser.add_argument("--history", action="store_true", help="also the first sync of a note with a long history")
    parser.add_argument("--edits", type=int, default=HISTORY_EDITS, help="of that history")
    parser.add_argument("--everything", action="store_true")
    options = parser.parse_args(arguments)
    if options.everything:
        options.notes, options.guards, options.kill, options.history = list(SIZES), True, True, True
    return options


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
