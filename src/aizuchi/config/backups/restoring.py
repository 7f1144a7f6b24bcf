"""Bringing a backup back: all of it is looked at before the data folder is touched."""

import datetime
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from aizuchi.config.backups import postgres, sqlite, swap
from aizuchi.config.backups.age import NotWhole, Opening, WrongSecret
from aizuchi.config.backups.archive import FORMAT, ArchiveReader, StoredBytes
from aizuchi.config.backups.files_on_disk import Gently, written_whole
from aizuchi.config.backups.keys_apart import KeysApart, put_together, read_here, read_keys_apart
from aizuchi.config.backups.making import keys_name
from aizuchi.config.backups.samples import Opened, open_samples, take_samples
from aizuchi.config.backups.swap import ARRIVING, ASIDE, STAYS
from aizuchi.kernel.files.store import file_storage
from aizuchi.kernel.key_file import parse_keys

DATABASE = "aizuchi.sqlite3"
MADE_BY_STARTING = {"secret_key", "note_keys", "mails", "media"}
"""What any command leaves in an empty folder, and the keys that somebody may have put there beforehand."""


class OfNewerVersion(Exception):
    """Carries the version of the program that made the backup."""


class OfOtherDatabase(Exception):
    """Carries which one the backup is of."""


class NotEmpty(Exception):
    """Something lives where it should go to."""


class DatabaseDamaged(Exception):
    """Carries what SQLite says."""


@dataclass(frozen=True)
class Wanted:
    path: Path
    keys: Sequence[Path]
    opening: Opening


@dataclass(frozen=True)
class Found:
    """What is in a backup, and what of it was tried."""

    made_at: datetime.datetime
    version: str
    engine: str
    database_bytes: int
    files: int
    lost: int
    opened: Opened
    destroyed_again: int = 0
    keys_added: int = 0
    """To a key file that lies elsewhere."""
    aside: Path | None = None


Progress = Callable[[float, str], None]


def check(wanted: Wanted, scratch: Path, *, progress: Progress) -> Found:
    """Reads all of it and tries what can be tried, without the data folder."""
    keys = find_keys(wanted)
    with _reading(wanted, progress) as archive:
        refuse_others(archive.about)
        if archive.about["engine"] == "sqlite":
            _write_database(archive.database(), scratch / DATABASE)
        else:
            _exhaust(archive.database())
        for stored in archive.files():
            _exhaust(stored.content)
        archive.finish()
    opened = _open_samples_of(archive, keys)
    if archive.about["engine"] == "sqlite":
        opened = examine(scratch / DATABASE, parse_keys(keys.key_lines))
    return tell(archive, opened)


def restore(wanted: Wanted, *, over: bool, now: datetime.datetime, progress: Progress) -> Found:
    """Raises what is named above, KeysDoNotOpen, WrongSecret, NotWhole, OSError; the folder is as it was then."""
    home = settings.HOME
    if not takes_a_restore(home, over=over):
        raise NotEmpty
    swap.forget_prepared(home)
    keys = find_keys(wanted)
    keys = put_together([keys, KeysApart([], "", sqlite.list_destroyed(home / DATABASE))])
    known_elsewhere = _list_keys_elsewhere()
    arriving = home / ARRIVING
    with _left_as_it_was(arriving), _reading(wanted, progress) as archive:
        refuse_others(archive.about)
        bring_back = _bring_back_sqlite if archive.about["engine"] == "sqlite" else _bring_back_postgres
        aside = _aside(home, now)
        passing = MADE_BY_STARTING if is_empty_folder(home) else set()
        opened, again = bring_back(archive, keys, arriving, aside)
    left = {path.name for path in aside.iterdir()} if aside.exists() else set()
    if passing and left == {"secret_key"}:
        _forget_aside(aside)
    added = len(_list_keys_elsewhere() - known_elsewhere)
    return tell(archive, opened, destroyed_again=again, keys_added=added, aside=aside if left - passing else None)


def _forget_aside(aside: Path) -> None:
    """This very command made the secret in it, which nothing was ever signed with."""
    shutil.rmtree(aside)
    with suppress(OSError):  # something else was set aside earlier
        aside.parent.rmdir()


def finish_cut_off() -> bool:
    """Whether there was a restore whose database arrived and whose folder had not."""
    home = settings.HOME
    if not swap.is_prepared(home) or is_empty(home):
        return False
    swap.begin(home)
    return True


def _bring_back_sqlite(archive: ArchiveReader, keys: KeysApart, arriving: Path, aside: Path) -> tuple[Opened, int]:
    _write_database(archive.database(), arriving / DATABASE)
    _write_files(archive.files(), arriving / "files")
    archive.finish()
    opened = examine(arriving / DATABASE, parse_keys(keys.key_lines))
    again = destroy_again(arriving / DATABASE, keys.destroyed)
    _write_keys(keys, arriving)
    swap.swap(settings.HOME, arriving=arriving, aside=aside)
    return opened, again


def _bring_back_postgres(archive: ArchiveReader, keys: KeysApart, arriving: Path, aside: Path) -> tuple[Opened, int]:
    """As long as the database is empty, all of it is done again. Once it arrived the folder follows: its note waits."""
    home = settings.HOME
    restoring = postgres.Restoring()
    try:
        restoring.write(archive.database())
        _write_files(archive.files(), arriving / "files")
        archive.finish()
        opened = _open_samples_of(archive, keys)
        restoring.destroy_again(keys.destroyed)
        _write_keys(keys, arriving)
        swap.prepare(home, arriving=arriving, aside=aside)
        again = restoring.commit()
    except Exception:
        if postgres.is_empty_database():
            swap.forget_prepared(home)
        raise
    finally:
        restoring.give_up()
    swap.begin(home)
    return opened, again


def take_back(*, now: datetime.datetime) -> Path:
    """What was set aside last comes back; what is there now is set aside. Raises FileNotFoundError."""
    home = settings.HOME
    latest = max(path for path in (home / ASIDE).iterdir())
    swap.swap(home, arriving=latest, aside=_aside(home, now))
    return latest


def _aside(home: Path, now: datetime.datetime) -> Path:
    while (path := home / ASIDE / f"{now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}").exists():
        now += datetime.timedelta(seconds=1)
    return path


def takes_a_restore(home: Path, *, over: bool) -> bool:
    """What is there is set aside where it is all in the folder, and somebody said so."""
    return is_empty(home) or (over and connection.vendor == "sqlite")


def is_empty(home: Path) -> bool:
    if connection.vendor == "postgresql":
        return postgres.is_empty_database()
    return is_empty_folder(home)


def is_empty_folder(home: Path) -> bool:
    return not {path.name for path in home.iterdir()} - STAYS - MADE_BY_STARTING


def find_keys(wanted: Wanted) -> KeysApart:
    """Those that were named; else the file beside the backup; else what lies in the data folder."""
    beside = wanted.path.with_name(keys_name(wanted.path))
    paths = list(wanted.keys) or ([beside] if beside.exists() else [])
    if not paths:
        return read_here()
    return put_together([_read_keys(path, wanted.opening) for path in paths])


def _read_keys(path: Path, opening: Opening) -> KeysApart:
    with _about(path):
        return read_keys_apart(path, opening=opening)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    try:
        yield
    except (NotWhole, WrongSecret) as error:
        error.path = error.path or path
        raise


@contextmanager
def _as_we_write_it() -> Iterator[None]:
    """Whoever has the public half can seal what they like: what a backup tells of itself may be anything."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotWhole from error


def _read_moment(said: Any) -> datetime.datetime:
    """With a zone, and such that every zone has a clock for it."""
    made_at = datetime.datetime.fromisoformat(said)
    if made_at.tzinfo is None or not 2000 <= made_at.year <= 9000:
        raise ValueError(made_at)
    return made_at


def _read_word(said: Any) -> str:
    """As a terminal may show it: it could be thousands of signs, or such as move what stands there."""
    return "".join(sign for sign in str(said)[:40] if sign.isprintable())


def refuse_others(about: Mapping[str, Any]) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    with _as_we_write_it():
        _read_moment(about["made_at"])
        version, engine = _read_word(about["version"]), _read_word(about["engine"])
        is_newer = about.get("format", 0) > FORMAT or bool(set(about["migrations"]) - known)
    if is_newer:
        raise OfNewerVersion(version)
    if engine != connection.vendor:
        raise OfOtherDatabase(engine)


def _open_samples_of(archive: ArchiveReader, keys: KeysApart) -> Opened:
    known = parse_keys(keys.key_lines)
    with _as_we_write_it():
        return open_samples(archive.about["samples"], known)


def examine(database: Path, keys: Mapping[str, bytes]) -> Opened:
    """Raises DatabaseDamaged or KeysDoNotOpen."""
    look_whole(database)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        return open_samples(take_samples(opened.execute), keys)


def look_whole(database: Path) -> None:
    """Raises DatabaseDamaged."""
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            told = [row[0] for row in opened.execute("PRAGMA quick_check(3)")]
            if told != ["ok"]:
                raise DatabaseDamaged(told[0])
            if row := opened.execute("PRAGMA foreign_key_check").fetchone():
                raise DatabaseDamaged(f"{row[0]} → {row[2]}")
    except sqlite3.DatabaseError as error:
        raise DatabaseDamaged(str(error)) from error


def destroy_again(database: Path, destroyed: Mapping[uuid.UUID, str]) -> int:
    """Keys that were destroyed after the backup was made, as far as the keys that were given know of them."""
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("PRAGMA secure_delete=ON")
        rows = [(at, owner.hex) for owner, at in destroyed.items()]
        statement = "UPDATE kernel_datakey SET wrapped = x'', destroyed_at = ? WHERE owner = ? AND destroyed_at IS NULL"
        return max(0, opened.executemany(statement, rows).rowcount)


def tell(archive: ArchiveReader, opened: Opened, **more: Any) -> Found:
    about, manifest, lost = archive.about, archive.manifest, archive.manifest.get("lost")
    return Found(
        made_at=_read_moment(about["made_at"]),
        version=_read_word(about["version"]),
        engine=_read_word(about["engine"]),
        database_bytes=manifest["database"]["bytes"],
        files=manifest["files"]["count"],
        lost=lost if isinstance(lost, int) else 0,
        opened=opened,
        **more,
    )


@contextmanager
def _reading(wanted: Wanted, progress: Progress) -> Iterator[ArchiveReader]:
    with (
        _about(wanted.path),
        wanted.path.open("rb") as file,
        wanted.opening.read(_counted(file, wanted.path, progress)) as plain,
    ):
        yield ArchiveReader(plain)
    progress(1.0, "")


def _counted(file: IO[bytes], path: Path, progress: Progress) -> Any:
    size = max(1, path.stat().st_size)

    class Counted:
        """Says how far it was read."""

        def read(self, count: int = -1) -> bytes:
            progress(min(0.99, file.tell() / size), "")
            return file.read(count)

        def readline(self, most: int = -1) -> bytes:
            return file.readline(most)

    return Counted()


@contextmanager
def _left_as_it_was(arriving: Path) -> Iterator[None]:
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(mode=0o700)
    try:
        yield
    finally:
        if not swap.is_under_way(arriving.parent):  # else the next command takes it from there
            shutil.rmtree(arriving, ignore_errors=True)


def _write_database(pieces: Iterator[bytes], path: Path) -> None:
    with written_whole(path) as file:
        for piece in pieces:
            file.write(piece)


def _write_files(files: Iterator[StoredBytes], folder: Path) -> None:
    """Into the data folder that arrives; into a bucket at once, where sealed bytes without a row harm nobody."""
    if settings.STORAGES["files"]["BACKEND"].endswith("FileSystemStorage"):
        folder.mkdir(mode=0o700)
        for stored in files:
            path = folder / stored.place
            path.parent.mkdir(exist_ok=True, mode=0o700)
            with path.open("wb") as file:
                path.chmod(0o600)
                gently = Gently(file)
                for piece in stored.content:
                    gently.write(piece)
                gently.flush()
        return
    for stored in files:
        with SpooledTemporaryFile(8 * 1024 * 1024, dir=str(settings.HOME)) as spool:
            for piece in stored.content:
                spool.write(piece)
            spool.seek(0)
            file_storage().save(stored.place, File(spool, name=stored.place))


def _write_keys(keys: KeysApart, arriving: Path) -> None:
    """A key file elsewhere keeps what it holds, its newest key as the newest, and learns the rest."""
    place = Path(settings.KEY_FILE).resolve()
    if place.is_relative_to(settings.HOME):  # what is there now is set aside with the rest
        place = arriving / place.relative_to(settings.HOME)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    else:
        keys = replace(put_together([read_here(), keys]), secret=keys.secret)
    if keys.key_lines:
        _write_secret(place, keys.key_file)
    if keys.secret:
        _write_secret(arriving / "secret_key", keys.secret.encode())


def _list_keys_elsewhere() -> frozenset[str]:
    if Path(settings.KEY_FILE).resolve().is_relative_to(settings.HOME):
        return frozenset()
    return read_here().names


def _write_secret(path: Path, content: bytes) -> None:
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return
    with written_whole(path) as file:
        file.write(content)


def _exhaust(pieces: Iterator[bytes]) -> None:
    for _piece in pieces:
        pass
