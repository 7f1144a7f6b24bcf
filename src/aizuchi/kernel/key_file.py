"""The key-encryption keys: a file that only this program's user can read, apart from the database and its backups.

One line per key, `NAME KEY`, the newest last. Old lines stay until every organization key is wrapped with the newest.
"""

import base64
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from aizuchi.kernel.sealing import KEY_BYTES, make_key

MODE = 0o600


class KeyFileMissing(Exception):
    """There are organization keys, but the file that opens them is not there."""


class KeyFileUnreadable(Exception):
    """The file is there, but is not what we wrote."""


def read_keys(path: Path) -> dict[str, bytes]:
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError as error:
        raise KeyFileMissing(str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileUnreadable(str(path)) from error
    keys = parse_keys(lines, path)
    if not keys:
        raise KeyFileUnreadable(str(path))
    return keys


def parse_keys(lines: Iterable[str], path: Path = Path()) -> dict[str, bytes]:
    return dict(_parse_line(line, path) for line in lines if line.strip())


def add_key(path: Path) -> str:
    """Makes a new key, the newest from now on, and returns its name."""
    name = secrets.token_hex(4)
    lines = path.read_text().splitlines() if path.exists() else []
    _write_lines(path, [*lines, f"{name} {base64.b64encode(make_key()).decode()}"])
    return name


def drop_keys_but(path: Path, *, name: str) -> None:
    _write_lines(path, [line for line in path.read_text().splitlines() if line.startswith(f"{name} ")])


def is_open_to_others(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _parse_line(line: str, path: Path) -> tuple[str, bytes]:
    try:
        name, encoded = line.split()
        key = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise KeyFileUnreadable(str(path)) from error
    if len(key) != KEY_BYTES:
        raise KeyFileUnreadable(str(path))
    return name, key


def _write_lines(path: Path, lines: list[str]) -> None:
    """Replaces the file in one step, so that a crash leaves either the old keys or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as file:
        os.fchmod(file.fileno(), MODE)
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
