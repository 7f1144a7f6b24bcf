"""What grows with the years: files, and keys that were destroyed."""

import io
import tarfile
import tracemalloc
import uuid
from pathlib import Path
from typing import Any

import pytest

from aizuchi.config.backups import restoring
from aizuchi.config.backups.age import NotWhole
from aizuchi.config.backups.archive import ArchiveReader, StoredBytes, write_archive
from aizuchi.config.backups.keys_apart import KeysApart, read_keys_apart, write_keys_apart
from aizuchi.config.backups.tests.conftest import NOW, OPENING, SEAL, nobody_looks

FILES = 2000


def test_reading_holds_no_more_for_many_files_than_for_one() -> None:
    files = (
        StoredBytes(f"{number % 256:02x}/{number << 8 | number % 256:032x}", 1, iter([b"x"])) for number in range(FILES)
    )
    archive = b"".join(write_archive(about={}, database=[], files=files, more=dict))
    reader = ArchiveReader(io.BytesIO(archive))
    tracemalloc.start()
    try:
        count = sum(b"".join(stored.content) == b"x" for stored in reader.files())
        held, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == FILES
    assert held < 100 * FILES
    reader.finish()


def test_keys_open_however_many_were_destroyed(tmp_path: Path) -> None:
    destroyed = {uuid.UUID(int=number): "2026-12-02T00:00:00.000000+00:00" for number in range(230_000)}
    path = tmp_path / "many.keys.age"
    write_keys_apart(KeysApart(["a b"], "secret", destroyed), path, seal=SEAL)

    assert len(read_keys_apart(path, opening=OPENING).destroyed) == len(destroyed)


@pytest.mark.parametrize("place", ["/tmp/elsewhere", "../../elsewhere", "ab/../../elsewhere", "ab", "ab/" + "0" * 32])
def test_a_file_has_the_place_of_one_of_ours_or_nothing_is_read(place: str) -> None:
    """Whoever has the public half of a key can seal a backup of their own making."""
    archive = b"".join(
        write_archive(about={}, database=[], files=iter([StoredBytes(place, 1, iter([b"x"]))]), more=dict)
    )

    with pytest.raises(NotWhole):
        list(ArchiveReader(io.BytesIO(archive)).files())


WELL = {"made_at": NOW.isoformat(), "version": "1", "engine": "sqlite", "migrations": [], "samples": {}}


@pytest.mark.parametrize(
    "about",
    [
        {},
        WELL | {"migrations": 7},
        WELL | {"migrations": [[]]},
        WELL | {"format": "new"},
        WELL | {"made_at": "yesterday"},
        WELL | {"made_at": 5},
        WELL | {"made_at": "2026-12-01"},
        WELL | {"made_at": "0001-01-01T00:00:00+14:00"},
        WELL | {"made_at": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_what_one_tells_of_itself_may_be_anything(about: dict[str, Any], tmp_path: Path) -> None:
    made, keys = tmp_path / "made.age", tmp_path / "made.keys.age"
    with made.open("wb") as file:
        SEAL.write(write_archive(about=about, database=[], files=[], more=dict), file)
    write_keys_apart(KeysApart(), keys, seal=SEAL)

    with pytest.raises(NotWhole):
        restoring.check(restoring.Wanted(made, [keys], OPENING), tmp_path, progress=nobody_looks)


def test_nothing_of_it_moves_what_stands_in_a_terminal() -> None:
    with pytest.raises(restoring.OfNewerVersion) as told:
        restoring.refuse_others(WELL | {"version": "\x1b[2J9" + "9" * 1000, "format": 1000})

    assert str(told.value) == "[2J9" + "9" * 35


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_a_link_among_files_is_followed_nowhere(kind: bytes) -> None:
    link = tarfile.TarInfo(f"files/ab/{'ab' * 16}")
    link.type, link.linkname = kind, "/etc/hostname"
    pieces = list(write_archive(about={}, database=[], files=[], more=dict))
    archive = pieces[0] + link.tobuf(tarfile.PAX_FORMAT) + b"".join(pieces[1:])

    with pytest.raises(NotWhole):
        [list(stored.content) for stored in ArchiveReader(io.BytesIO(archive)).files()]


def test_nor_is_what_lies_deeper_than_anybody_writes() -> None:
    about = tarfile.TarInfo("about.json")
    about.size = 100_000
    archive = about.tobuf(tarfile.PAX_FORMAT) + b"[" * about.size + bytes(2048)

    with pytest.raises(NotWhole):
        ArchiveReader(io.BytesIO(archive))
