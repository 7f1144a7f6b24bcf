"""Rotates the keys of a data folder, and copies at each step what a power cut would have left on the disk.

python -m aizuchi.notes.tests.power_cut COPIES [--careless]

Two copies of each step: of what surely is there, and of what would be there if the operating system had written all
it was given. The key file is synced whenever it changes. A commit is there once it was made under synchronous=FULL,
with all that lay before it in the write-ahead log; before that, only what was moved into the database file.
`--careless` rotates as if nothing had to be waited for, so that a test can see that the copies tell.
"""

import contextlib
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.kernel import key_file, keys  # noqa: E402
from aizuchi.notes import operations  # noqa: E402
from aizuchi.people.models import Organization, Person  # noqa: E402

DATABASE, LOG, KEYS = "aizuchi.sqlite3", "aizuchi.sqlite3-wal", "note_keys"
FULL = 2


class Disk:
    def __init__(self, home: Path, copies: Path, *, synced: Sequence[str] = (KEYS,)) -> None:
        """`synced`: files of which every change is on the disk at once."""
        self._home, self._copies, self._step, self._synced = home, copies, 0, synced
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._surely_there = self._read(DATABASE)

    def _read(self, *names: str) -> dict[str, bytes]:
        return {name: (self._home / name).read_bytes() for name in names if (self._home / name).exists()}

    def note_commit(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] >= FULL:
                self._surely_there = self._read(DATABASE, LOG)

    def copy(self, step: str) -> None:
        self._step += 1
        for kind, files in (("surely", self._surely_there), ("all", self._read(DATABASE, LOG))):
            folder = self._copies / f"{self._step:02} {step}, {kind}"
            folder.mkdir(parents=True)
            for name, content in files.items():
                (folder / name).write_bytes(content)
            for name in self._synced:
                shutil.copy(self._home / name, folder / name)


def write_notes() -> None:
    """One of somebody in each organization."""
    for organization in Organization.objects.all():
        person, now = Person.objects.filter(organization=organization).first(), timezone.now()
        assert person
        circle = operations.private_circle_of(person=person, now=now)
        document = operations.make_document(circle=circle, now=now)
        operations.write_text(document_id=document.pk, text="ひみつ", actor=person, now=now)


def watch(place: Any, name: str, disk: Disk, after: Callable[[], None] = lambda: None) -> None:
    work = getattr(place, name)

    def watched(*args: Any, **kwargs: Any) -> Any:
        disk.copy(f"before {name}")
        result = work(*args, **kwargs)
        after()
        disk.copy(f"after {name}")
        return result

    setattr(place, name, watched)


def main(copies: str, *how: str) -> None:
    write_notes()
    keys.forget_keys()
    disk = Disk(Path(settings.HOME), Path(copies))
    if "--careless" in how:
        keys.durable_commits = contextlib.nullcontext
    watch(key_file, "add_key", disk)
    watch(keys, "_rotate_organization", disk, disk.note_commit)
    watch(key_file, "drop_keys_but", disk)
    keys.rotate_keys(now=timezone.now())
    disk.copy("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
