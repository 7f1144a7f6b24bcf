"""Runs a command beside a PostgreSQL and a Redis of its own, in a temporary folder, and takes both away afterwards.

    python scripts/services.py python -m pytest

The command finds them in AIZUCHI_DATABASE_URL and AIZUCHI_TEST_REDIS_URL. PostgreSQL refuses to run as root, so root
lends itself another user.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

# Nothing outlives the command, and nothing grows so large that sweeping or compiling would pay.
SWITCHED_OFF = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
KEPT_SMALL = ("wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=1h")
HASTY = [word for setting in (*(f"{name}=off" for name in SWITCHED_OFF), *KEPT_SMALL) for word in ("-c", setting)]
MISSING = 75  # the exit status that says: nothing ran, because a program is not installed


class ServiceMissingError(Exception):
    """A program is not installed; the message says which Debian package brings it."""


def find_postgres() -> Path:
    """The folder with initdb and postgres: Debian keeps them out of PATH."""
    found = [Path(found).resolve().parent for name in ("postgres",) if (found := shutil.which(name))]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    raise ServiceMissingError("PostgreSQL is not installed (Debian: postgresql)")


def find_redis() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    raise ServiceMissingError("Redis is not installed (Debian: redis-server)")


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    programs, data = find_postgres(), folder / "pg"
    data.mkdir(mode=0o700)
    other_user = _lend_to_ordinary_user(data)
    _run([str(programs / "initdb"), "-D", str(data), "-U", "aizuchi", "-A", "trust", "-E", "UTF8"], other_user)
    server = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), "-k", str(data), "-c", "listen_addresses=", *HASTY],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **other_user,
    )
    try:
        create = [str(programs / "createdb"), "-h", str(data), "-U", "aizuchi", "aizuchi"]
        _wait_until(lambda: subprocess.run(create, capture_output=True, cwd="/", check=False).returncode == 0)
        yield f"postgresql://aizuchi@/aizuchi?host={data}"
    finally:
        _end(server)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [find_redis(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until(lambda: _answers(port))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _end(server)


def _lend_to_ordinary_user(folder: Path) -> dict[str, Any]:
    """What a process needs to run as somebody who owns the folder and is not root."""
    if os.geteuid() != 0:
        return {}
    name = next(name for name in ("postgres", "nobody") if _is_user(name))
    shutil.chown(folder, name)
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []}


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _run(command: Sequence[str], other_user: dict[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **other_user)
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stdout}{done.stderr}")


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _wait_until(is_ready: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > deadline:
            raise SystemExit("a service did not start within 30 seconds")
        time.sleep(0.05)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()


def main(command: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="aizuchi-services-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # the other user must be able to walk through
        with postgres(folder) as database_url, redis(folder) as redis_url:
            told = {"AIZUCHI_DATABASE_URL": database_url, "AIZUCHI_TEST_REDIS_URL": redis_url}
            return subprocess.run(command, env=os.environ | told, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServiceMissingError as missing:
        print(missing, file=sys.stderr)
        sys.exit(MISSING)
