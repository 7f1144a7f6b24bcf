from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

from aizuchi.kernel import remains

pytestmark = pytest.mark.database

KEY = b"sealed private key"


@pytest.fixture
def file(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A database with a write-ahead log, in which a key was written and destroyed."""
    path = tmp_path / "file.sqlite3"
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {}, "TIME_ZONE": None}
    settings |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True, "ATOMIC_REQUESTS": False}
    database = DatabaseWrapper(settings)
    with database.cursor() as cursor:
        for statement in ("journal_mode=WAL", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {statement}")
        cursor.execute("CREATE TABLE keys (sealed BLOB)")
        cursor.execute("INSERT INTO keys VALUES (%s)", [KEY])
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("UPDATE keys SET sealed = ''")
    monkeypatch.setattr(remains, "connection", database)
    yield path
    database.close()


def test_nothing_of_a_destroyed_key_is_left_in_any_file(file: Path) -> None:
    assert KEY in file.read_bytes()

    remains.wipe_remains("keys")

    assert [one.name for one in file.parent.iterdir() if KEY in one.read_bytes()] == []


@pytest.mark.django_db(transaction=True)
def test_the_tables_of_keys_can_be_wiped_on_either_database() -> None:
    remains.wipe_remains("anonymous_answers_windowkey", "kernel_datakey", "notes_update", "notes_snapshot")

    assert remains.connection.is_usable()
