"""A file of SQLite, copied while others write."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from aizuchi.config.backups.archive import PIECE
from aizuchi.config.backups.samples import take_samples
from aizuchi.config.backups.snapshot import (
    ASK_DESTROYED,
    ASK_FILES,
    ASK_KEY_NAMES,
    ASK_MIGRATIONS,
    EmptyDatabase,
    Progress,
    Snapshot,
    list_left_out,
)

PLAIN = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA secure_delete=ON;"
SPARE = 64 * 1024 * 1024


class DiskTooFull(Exception):
    """The disk has less room than it takes; carries the folder and how many bytes are missing."""


@contextmanager
def take_sqlite_snapshot(source: Path, scratch: Path, *, progress: Progress) -> Iterator[Snapshot]:
    if not source.exists():
        raise EmptyDatabase
    require_room(scratch.parent, size_of_database(source))
    with _scratch_file(scratch) as (path, handle):
        with closing(sqlite3.connect(path)) as copy:
            copy_into(copy, source, handle=handle, progress=progress)
            _leave_out(copy)
            snapshot = _describe(copy, handle)
        path.unlink()  # from here on it is gone with the process, however that ends
        yield snapshot


def _describe(copy: sqlite3.Connection, handle: int) -> Snapshot:
    return Snapshot(
        engine="sqlite",
        migrations=list_migrations(copy),
        pieces=_read(handle),
        file_ids=[uuid.UUID(key) for (key,) in copy.execute(ASK_FILES)],
        destroyed=[(uuid.UUID(owner), str(at)) for owner, at in copy.execute(ASK_DESTROYED)],
        key_names=frozenset(name for (name,) in copy.execute(ASK_KEY_NAMES)),
        samples=take_samples(copy.execute),
        size=os.fstat(handle).st_size,
    )


def size_of_database(path: Path) -> int:
    return sum(one.stat().st_size for one in (path, path.with_name(f"{path.name}-wal")) if one.exists())


def require_room(folder: Path, size: int) -> None:
    """Raises DiskTooFull."""
    missing = size + SPARE - shutil.disk_usage(folder).free
    if missing > 0:
        raise DiskTooFull(folder, missing)


def list_migrations(database: sqlite3.Connection) -> list[str]:
    return [f"{app}.{name}" for app, name in database.execute(ASK_MIGRATIONS)]


def copy_into(copy: sqlite3.Connection, source: Path, *, handle: int, progress: Progress, piece: int = PIECE) -> None:
    """The database as it is at this moment, whatever others write while it is copied.

    A transaction that only reads is held open meanwhile: without it SQLite would begin anew at every change. What was
    copied goes to the disk bit by bit, because whoever saves would have to wait for all of it at once.
    """
    copy.executescript(PLAIN)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, isolation_level=None, timeout=20)) as original:
        original.execute("BEGIN")
        pages = original.execute("PRAGMA page_size").fetchone()[0]
        if not original.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
            raise EmptyDatabase

        def told(_status: int, remaining: int, total: int) -> None:
            os.fdatasync(handle)
            progress(1 - remaining / max(total, 1))

        original.backup(copy, pages=max(1, piece // pages), progress=told)
        original.execute("ROLLBACK")


def _leave_out(copy: sqlite3.Connection) -> None:
    there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    copy.executescript(PLAIN)  # it takes after the original, which has a log
    for left_out in sorted(list_left_out(), key=lambda one: one.owned_by is None):
        if left_out.tables <= there:  # else: of an earlier version, before its tables were made
            copy.execute(f'DELETE FROM "{left_out.table}" WHERE {left_out.condition}')  # noqa: S608 (names are ours)
    copy.commit()


@contextmanager
def _scratch_file(folder: Path) -> Iterator[tuple[Path, int]]:
    """A copy that outlived a destroyed key would keep words readable that were to be destroyed: nobody keeps it."""
    forget_copies(folder)
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / "copy.sqlite3"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield path, handle
    finally:
        os.close(handle)
        forget_copies(folder)


def list_destroyed(path: Path) -> dict[uuid.UUID, str]:
    """Of a database that is about to be set aside. One that nobody can read any more knows nothing."""
    if not path.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as there:
            return {uuid.UUID(owner): str(at) for owner, at in there.execute(ASK_DESTROYED)}
    except sqlite3.DatabaseError:
        return {}


def forget_copies(folder: Path) -> None:
    """Those that somebody left who was killed."""
    shutil.rmtree(folder, ignore_errors=True)


def _read(handle: int) -> Iterator[bytes]:
    position = 0
    while piece := os.pread(handle, PIECE, position):
        yield piece
        os.posix_fadvise(handle, position, len(piece), os.POSIX_FADV_DONTNEED)
        position += len(piece)
