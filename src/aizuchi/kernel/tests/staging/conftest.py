import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.file_database import ask, database_in

from aizuchi.kernel.keys import forget_keys, rotate_keys
from aizuchi.kernel.models import Tally

NOW = timezone.now()
SOMEBODY = uuid.uuid4()


@pytest.fixture
def path(db: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers at a time")
    settings.KEY_FILE = tmp_path / "note_keys"  # keys are rotated here: those of other tests would go
    forget_keys()
    with database_in(tmp_path) as path:
        yield path
    forget_keys()


@pytest.fixture
def cast(path: Path) -> Cast:
    with transaction.atomic():
        return make_cast()


def tally(key: str, count: int = 1) -> None:
    Tally.objects.update_or_create(key=key, defaults={"count": count, "ends_at": NOW})


def counted(path: Path) -> dict[str, int]:
    return dict(ask(path, "SELECT key, count FROM kernel_tally"))


def tally_elsewhere(path: Path, key: str) -> None:
    ask(path, "INSERT INTO kernel_tally (key, count, ends_at) VALUES (?, 1, '2026-01-01')", key)


def rotate_elsewhere(path: Path) -> None:
    """A new organization key, and all that hung on the one before wrapped anew."""
    copy = connections["default"]
    connections["default"] = other = connections.create_connection("default")
    other.settings_dict = {**other.settings_dict, "NAME": path}
    rotate_keys(now=NOW)
    other.close()
    connections["default"] = copy


def once(what: Callable[[], Any]) -> Callable[[], None]:
    """Only the first time."""
    waiting = [what]

    def do() -> None:
        if waiting:
            waiting.pop()()

    return do
