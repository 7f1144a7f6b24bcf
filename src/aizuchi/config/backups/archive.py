"""What lies inside of a backup: a tar that tells at its end what must have been in it.

    about.json          made when, by which version, of which database, with which migrations
    database/000000.gz  the database in pieces; all of them through gunzip are one file of SQLite, or SQL for psql
    files/ab/…          files that people gave, sealed as they lie
    files.txt           their hashes, as sha256sum writes them
    manifest.json       sizes and hashes of all of it

So whoever has the secret and neither Aizuchi nor this machine gets at it with age, tar, gunzip and sha256sum.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from aizuchi.config.backups.age import NotWhole
from aizuchi.kernel.files.models import is_place

PIECE = 4 * 1024 * 1024
FORMAT = 1
_MOST_JSON = 16 * 1024 * 1024
_MOST_PIECE = 2 * PIECE
_MOST_SMALL = 1024 * 1024 * 1024
"""Of one part of a small archive. What was destroyed is listed there for ever: a lower limit would be met some day."""

KEYS, SECRET, DESTROYED = "note_keys", "secret_key", "destroyed.json"
ABOUT, DATABASE, FILES, FILE_LIST, MANIFEST = "about.json", "database", "files", "files.txt", "manifest.json"


class HoldsKeys(NotWhole):
    """The small file, where the backup itself was asked for."""


class HoldsBackup(NotWhole):
    """The backup itself, where its keys were asked for."""


@dataclass(frozen=True)
class StoredBytes:
    """A file of people's as it lies, sealed."""

    place: str
    size: int
    content: Iterator[bytes]


@dataclass
class Measure:
    """How much there was, and its hash."""

    count: int = 0
    size: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def add(self, content: bytes, size: int | None = None) -> None:
        self.count += 1
        self.size += len(content) if size is None else size
        self.hash.update(content)

    def told(self) -> dict[str, Any]:
        return {"count": self.count, "bytes": self.size, "sha256": self.hash.hexdigest()}


def write_archive(
    *,
    about: dict[str, Any],
    database: Iterable[bytes],
    files: Iterable[StoredBytes],
    more: Callable[[], dict[str, Any]],
) -> Iterator[bytes]:
    """The bytes of it, in the order in which they are written. `more`: what else the manifest tells, asked last."""
    yield from _entry(ABOUT, _json(about | {"format": FORMAT}))
    told = {DATABASE: Measure(), FILES: Measure()}
    for piece in database:
        name = f"{DATABASE}/{told[DATABASE].count:06}.gz"
        told[DATABASE].add(piece)
        yield from _entry(name, gzip.compress(piece, compresslevel=1, mtime=0))
    lines = bytearray()
    for stored in files:
        digest = hashlib.sha256()
        yield from _large_entry(f"{FILES}/{stored.place}", stored, digest)
        line = f"{digest.hexdigest()}  {FILES}/{stored.place}\n".encode()
        told[FILES].add(line, stored.size)
        lines += line
    yield from _entry(FILE_LIST, bytes(lines))
    yield from _entry(MANIFEST, _json({name: measure.told() for name, measure in told.items()} | more()))
    yield bytes(2 * tarfile.BLOCKSIZE)


def write_small_archive(contents: dict[str, bytes]) -> Iterator[bytes]:
    for name, content in contents.items():
        yield from _entry(name, content)
    yield bytes(2 * tarfile.BLOCKSIZE)


def read_small_archive(plain: IO[bytes]) -> dict[str, bytes]:
    """Raises NotWhole."""
    found: dict[str, bytes] = {}
    try:
        with tarfile.open(fileobj=plain, mode="r|") as archive:
            for entry in archive:
                if entry.name == ABOUT:
                    raise HoldsBackup
                found[entry.name] = _read(archive, entry, _MOST_SMALL)
        _read_to_the_end(plain)
    except tarfile.TarError as error:
        raise NotWhole from error
    return found


class ArchiveReader:
    """Reads an archive once, from front to end. `finish` says whether it was whole."""

    def __init__(self, plain: IO[bytes]) -> None:
        self._plain = plain
        self._told = {DATABASE: Measure(), FILES: Measure()}
        self.manifest: dict[str, Any] = {}
        try:
            self._archive = tarfile.open(fileobj=plain, mode="r|")  # noqa: SIM115 (a stream: nothing to close)
        except tarfile.TarError as error:
            raise NotWhole from error
        self._entries = self._list_entries()
        first = next(self._entries, None)
        if first is None or first.name != ABOUT:
            raise HoldsKeys if first and first.name == KEYS else NotWhole
        self.about = _parse(_read(self._archive, first, _MOST_JSON))
        self._next = next(self._entries, None)

    def database(self) -> Iterator[bytes]:
        while self._next and self._next.name.startswith(f"{DATABASE}/"):
            piece = _unpack(_read(self._archive, self._next, _MOST_PIECE))
            self._told[DATABASE].add(piece)
            yield piece
            self._next = next(self._entries, None)

    def files(self) -> Iterator[StoredBytes]:
        """Each one's content is read before the next one is asked for.

        Raises NotWhole for a place that is none of ours: whoever has the public half can seal what they like."""
        while self._next and self._next.name.startswith(f"{FILES}/"):
            place, digest = self._next.name.removeprefix(f"{FILES}/"), hashlib.sha256()
            if not is_place(place):
                raise NotWhole
            yield StoredBytes(place, self._next.size, _pieces_of(self._archive, self._next, digest))
            line = f"{digest.hexdigest()}  {self._next.name}\n".encode()
            self._told[FILES].add(line, self._next.size)
            self._next = next(self._entries, None)

    def finish(self) -> None:
        """Raises NotWhole where anything is missing, more than it should be, or changed."""
        while self._next and self._next.name != MANIFEST:
            self._next = next(self._entries, None)
        if self._next is None:
            raise NotWhole
        self.manifest = _parse(_read(self._archive, self._next, _MOST_JSON))
        if next(self._entries, None) is not None:
            raise NotWhole
        if any(self.manifest.get(name) != measure.told() for name, measure in self._told.items()):
            raise NotWhole
        _read_to_the_end(self._plain)

    def _list_entries(self) -> Iterator[tarfile.TarInfo]:
        try:
            for entry in self._archive:
                self._archive.members.clear()  # type: ignore[attr-defined]  # it would keep all of them
                yield entry
        except tarfile.TarError as error:
            raise NotWhole from error


def _entry(name: str, content: bytes) -> Iterator[bytes]:
    yield _header(name, len(content)) + content + _padding(len(content))


def _large_entry(name: str, stored: StoredBytes, digest: Any) -> Iterator[bytes]:
    yield _header(name, stored.size)
    size = 0
    for piece in stored.content:
        size += len(piece)
        digest.update(piece)
        yield piece
    if size != stored.size:
        raise OSError(f"{stored.place}: {size} bytes instead of {stored.size}")
    yield _padding(stored.size)


def _header(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.PAX_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def _read(archive: tarfile.TarFile, entry: tarfile.TarInfo, most: int) -> bytes:
    if entry.size > most or not entry.isfile():
        raise NotWhole
    return b"".join(_pieces_of(archive, entry, hashlib.sha256()))


def _pieces_of(archive: tarfile.TarFile, entry: tarfile.TarInfo, digest: Any) -> Iterator[bytes]:
    source = archive.extractfile(entry) if entry.isfile() else None  # no link: a stream cannot follow it
    if source is None:
        raise NotWhole
    size = 0
    while piece := source.read(PIECE):
        size += len(piece)
        digest.update(piece)
        yield piece
    if size != entry.size:
        raise NotWhole


def _read_to_the_end(plain: IO[bytes]) -> None:
    """The last piece proves that nothing was cut."""
    while plain.read(PIECE):
        pass


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        piece = unpacker.decompress(packed, PIECE)
    except zlib.error as error:
        raise NotWhole from error
    if not unpacker.eof:
        raise NotWhole
    return piece


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _parse(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotWhole from error
    if not isinstance(value, dict):
        raise NotWhole
    return value
