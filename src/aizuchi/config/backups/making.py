"""Making a backup: two files, each there as a whole or not at all."""

import datetime
import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from aizuchi import __version__
from aizuchi.config.backups.age import Seal
from aizuchi.config.backups.archive import StoredBytes, write_archive
from aizuchi.config.backups.files_on_disk import unfinished_name, written_whole
from aizuchi.config.backups.keys_apart import KeysApart, read_here, write_keys_apart
from aizuchi.config.backups.postgres import take_postgres_snapshot
from aizuchi.config.backups.snapshot import Snapshot
from aizuchi.config.backups.sqlite import require_room, take_sqlite_snapshot
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import file_storage

Progress = Callable[[float, str], None]
PREFIX, END, KEYS_END = "aizuchi-", ".age", ".keys.age"
_SPOOL, _AT_ONCE = 8 * 1024 * 1024, 1024 * 1024


class BackupRuns(Exception):
    """Another one is being made."""


class KeysWouldBeMissing(Exception):
    """The key file that opens the notes is not there: carries where it should be."""


@dataclass(frozen=True)
class Plan:
    folder: Path
    keys_folder: Path
    seal: Seal
    keep: int = 0
    """How many are kept, this one among them; 0: all."""


@dataclass(frozen=True)
class MadeBackup:
    path: Path
    keys_path: Path
    size: int
    lost: int
    """Files of people whose bytes were not there."""
    removed: int


@dataclass
class _Lost:
    count: int = 0


def make_backup(plan: Plan, *, now: datetime.datetime, progress: Progress) -> MadeBackup:
    """Raises BackupRuns, EmptyDatabase, DiskTooFull, KeysWouldBeMissing or OSError, and leaves nothing behind then."""
    with hold_backups(settings.HOME):
        for folder in (plan.folder, plan.keys_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            forget_unfinished(folder)
        path, keys_path = _names(plan, now)
        lost = _Lost()
        with take_snapshot(progress) as snapshot:
            require_room(plan.folder, snapshot.size + _size_of_files())
            write_keys_apart(_keys_for(snapshot), keys_path, seal=plan.seal)
            with written_whole(path) as file:
                plan.seal.write(_archive(snapshot, lost, now, progress), file)
        removed = remove_old(plan) if plan.keep else 0
        return MadeBackup(path, keys_path, path.stat().st_size, lost.count, removed)


def take_snapshot(progress: Progress) -> AbstractContextManager[Snapshot]:
    """Nobody who writes meanwhile waits for it."""
    if connection.vendor == "postgresql":
        return take_postgres_snapshot()
    path = Path(connection.settings_dict["NAME"])
    return take_sqlite_snapshot(path, settings.HOME / "backup-work", progress=lambda share: progress(share / 2, ""))


@contextmanager
def hold_backups(home: Path) -> Iterator[None]:
    """The lock lasts as long as the process, however it ends."""
    with (home / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupRuns from error
        yield


def list_backups(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted(path for path in folder.glob(f"{PREFIX}*{END}") if not path.name.endswith(KEYS_END))


def keys_name(path: Path) -> str:
    return path.name.removesuffix(END) + KEYS_END


def forget_unfinished(folder: Path) -> None:
    for left in folder.glob(unfinished_name(Path(f"{PREFIX}*{END}")).name):
        left.unlink()


def remove_old(plan: Plan) -> int:
    """Their keys after them: keys without a backup harm nobody, a backup without keys is none."""
    too_many = list_backups(plan.folder)[: -plan.keep]
    for path in too_many:
        path.unlink()
        with suppress(FileNotFoundError):
            (plan.keys_folder / keys_name(path)).unlink()
    return len(too_many)


def _size_of_files() -> int:
    return int(StoredFile.objects.aggregate(size=Sum("size"))["size"] or 0)


def _names(plan: Plan, now: datetime.datetime) -> tuple[Path, Path]:
    while (path := plan.folder / f"{PREFIX}{now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}{END}").exists():
        now += datetime.timedelta(seconds=1)
    return path, plan.keys_folder / keys_name(path)


def _keys_for(snapshot: Snapshot) -> KeysApart:
    apart = read_here(snapshot.destroyed)
    if not snapshot.key_names <= apart.names:
        raise KeysWouldBeMissing(settings.KEY_FILE)
    return apart


def _archive(snapshot: Snapshot, lost: _Lost, now: datetime.datetime, progress: Progress) -> Iterator[bytes]:
    about = {
        "version": __version__,
        "made_at": now.isoformat(),
        "engine": snapshot.engine,
        "migrations": list(snapshot.migrations),
        "key_names": sorted(snapshot.key_names),
        "samples": snapshot.samples,
    }
    pieces = _told(snapshot.pieces, snapshot.size, progress)
    yield from write_archive(
        about=about, database=pieces, files=_read_files(snapshot, lost, progress), more=lambda: {"lost": lost.count}
    )
    progress(1.0, "")


def _told(pieces: Iterator[bytes], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        yield piece
        done += len(piece)
        progress(0.5 + 0.4 * min(1.0, done / max(size, 1)), "")


def _read_files(snapshot: Snapshot, lost: _Lost, progress: Progress) -> Iterator[StoredBytes]:
    """Whoever was destroyed since the snapshot has no bytes any more, and no row to restore them for."""
    for number, place in enumerate(_places(snapshot.file_ids)):
        progress(0.9 + 0.1 * number / len(snapshot.file_ids), "")
        with SpooledTemporaryFile(_SPOOL, dir=str(settings.HOME)) as spool:
            size = _fetch(place, spool)
            if size is None:
                lost.count += 1
                continue
            spool.seek(0)
            yield StoredBytes(place, size, iter(lambda spool=spool: spool.read(_AT_ONCE), b""))  # type: ignore[misc]


def _places(file_ids: Sequence[Any]) -> Iterator[str]:
    return (StoredFile(pk=file_id).place for file_id in file_ids)


def _fetch(place: str, spool: Any) -> int | None:
    try:
        source = file_storage().open(place)
    except FileNotFoundError:
        return None
    with source:
        while piece := source.read(_AT_ONCE):
            spool.write(piece)
    return int(spool.tell())
