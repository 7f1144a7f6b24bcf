"""150 MB without an announced length to an address that anybody reaches: what is kept in memory, and on the disk?

python -m bench.hostile.flood [--megabytes 150]
"""

import argparse
import os
import socket
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aizuchi.notes.tests.server import Server
from bench.hostile.bodies import set_stage

MEGABYTE = 1024 * 1024


@dataclass
class Kept:
    status: str
    taken: int
    """Megabytes that went out before the server hung up, if it did."""
    memory: int
    """By how much the most that the server ever held grew, in bytes."""
    disk: int
    """The most that its folders grew by meanwhile."""


def measure(home: Path, megabytes: int, path: str = "/healthz") -> Kept:
    home.mkdir(parents=True, exist_ok=True)
    server = Server(home)
    set_stage(server)
    server.start()
    try:
        _send(server, path, 1)  # whatever is loaded with the first of them is no part of it
        memory, disk = _most_memory(server), _size_on_disk(server)
        status, taken, most_disk = _send(server, path, megabytes)
        return Kept(status, taken, _most_memory(server) - memory, most_disk - disk)
    finally:
        server.stop()


def _send(server: Server, path: str, megabytes: int) -> tuple[str, int, int]:
    """The answer's first line, what went out, and the most that the folders held on the way."""
    most, taken = 0, 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=120) as line:
        line.sendall(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        chunk = b"%x\r\n" % MEGABYTE + b"x" * MEGABYTE + b"\r\n"
        with suppress(ConnectionError):
            for taken in range(1, megabytes + 1):  # noqa: B007
                line.sendall(chunk)
                most = max(most, _size_on_disk(server))
            line.sendall(b"0\r\n\r\n")
        answer = b""
        with suppress(ConnectionError):
            answer = line.recv(MEGABYTE)
    return answer.split(b"\r\n")[0].decode() or "hung up", taken, max(most, _size_on_disk(server))


def _most_memory(server: Server) -> int:
    assert server.process
    told = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM"))) * 1024


def _size_on_disk(server: Server) -> int:
    """Of what lies in its folders, and of files that it holds without a name."""
    assert server.process
    named = [_look_at(file) for file in server.home.rglob("*")]
    held = [_look_at(file) for file in Path(f"/proc/{server.process.pid}/fd").iterdir()]
    files = [*filter(None, named), *(file for file in held if file and not file.st_nlink)]
    return sum(file.st_size for file in files if stat.S_ISREG(file.st_mode))


def _look_at(file: Path) -> os.stat_result | None:
    """None: it is gone meanwhile."""
    try:
        return file.stat()
    except OSError:
        return None


def show(kept: Kept) -> None:
    memory, disk = max(kept.memory, 0) / MEGABYTE, max(kept.disk, 0) / MEGABYTE
    print(f"{kept.status}, {kept.taken} MB went out; memory +{memory:.1f} MB, disk +{disk:.1f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=150)
    with tempfile.TemporaryDirectory() as folder:
        show(measure(Path(folder) / "home", parser.parse_args().megabytes))
