"""A living installation in a folder of its own, in this process: SQLite in a file, keys, a note, a file."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from tests.factories import OrganizationFactory, PersonFactory
from tests.file_database import database_in

from aizuchi.config.backups import restoring
from aizuchi.config.backups.age import Opening, Seal
from aizuchi.config.backups.making import MadeBackup, Plan, make_backup
from aizuchi.config.backups.restoring import Found, Wanted
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import keep_bytes, read_file
from aizuchi.kernel.keys import forget_keys
from aizuchi.notes import operations
from aizuchi.notes.models import Document
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person

NOW = timezone.now()
IDENTITY = pyrage.x25519.Identity.generate()
SEAL, OPENING = Seal(recipients=[IDENTITY.to_public()]), Opening(identities=[IDENTITY])
WORDS = "二人だけのこと"


def nobody_looks(_share: float, _label: str) -> None:
    pass


@dataclass
class Living:
    home: Path
    target: Path
    settings: Any
    person: Person | None = None
    document: Document | None = None
    stored: StoredFile | None = None
    messages: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.home / "aizuchi.sqlite3"

    def write(self) -> None:
        """A note, and a file."""
        with transaction.atomic():
            self.person = PersonFactory(organization=OrganizationFactory())
            circle = operations.private_circle_of(person=self.person, now=NOW)
            self.document = operations.make_document(circle=circle, now=NOW)
            operations.write_text(document_id=self.document.pk, text=WORDS, actor=self.person, now=NOW)
        organization = self.person.organization_id
        self.stored = keep_bytes(b"picture" * 1000, kind=Kind.PICTURE, organization_id=organization, now=NOW)

    def read(self) -> str:
        assert self.document
        assert self.person
        forget_keys()
        return read_documents([self.document.pk], viewer=self.person)[self.document.pk].text

    def read_stored(self) -> bytes:
        forget_keys()
        return b"".join(read_file(StoredFile.objects.get(pk=self.stored.pk)))  # type: ignore[union-attr]

    def backup(self, *, keep: int = 0, seal: Seal = SEAL, now: Any = NOW) -> MadeBackup:
        plan = Plan(self.target, self.target / "keys", seal, keep)
        return make_backup(plan, now=now, progress=nobody_looks)

    def restore(self, made: MadeBackup, *, over: bool = False, **more: Any) -> Found:
        connection.close()
        return restoring.restore(self.wanted(made, **more), over=over, now=NOW, progress=nobody_looks)

    def wanted(self, made: MadeBackup, *, keys: Sequence[Path] | None = None, opening: Opening = OPENING) -> Wanted:
        return Wanted(made.path, [made.keys_path] if keys is None else keys, opening)

    def move_to(self, home: Path) -> None:
        """From here on the process serves another folder."""
        home.mkdir(parents=True, exist_ok=True)
        connection.close()
        connection.settings_dict["NAME"] = home / "aizuchi.sqlite3"
        self.home = home
        self.settings.HOME, self.settings.KEY_FILE = home, home / "note_keys"
        backend = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": home / "files"},
        }
        self.settings.STORAGES = {**self.settings.STORAGES, "files": backend}
        forget_keys()

    def ask(self, query: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(query, values).fetchall()

    def look(self) -> dict[str, bytes]:
        """All that lies in the folder, except for what any command leaves there."""
        connection.close()
        passing = {"backup.lock", "server.lock", "moving.lock", "aizuchi.sqlite3-wal", "aizuchi.sqlite3-shm"}
        return {
            str(path.relative_to(self.home)): path.read_bytes()
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and path.name not in passing
        }


@pytest.fixture
def living(db: None, tmp_path: Path, settings: Any) -> Iterator[Living]:
    if connection.vendor != "sqlite":
        pytest.skip("about a file of SQLite")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "secret_key").write_text("not a secret")
    with database_in(home):
        found = Living(home, tmp_path / "target", settings)
        found.move_to(home)
        recorder = MigrationRecorder(connection)
        with transaction.atomic():
            for app, name in MigrationLoader(None).disk_migrations:
                recorder.record_applied(app, name)
        found.write()
        yield found
    forget_keys()


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[], Path]:
    return lambda: tmp_path / f"empty-{uuid.uuid4().hex[:6]}"
