"""One moment of the database, as a backup takes it: SQLite or PostgreSQL."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aizuchi.kernel.backups import LeftOutOfBackups
from aizuchi.kernel.manifests import gather

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Snapshot:
    engine: str
    migrations: Sequence[str]
    pieces: Iterator[bytes]
    """The file of SQLite, or SQL; read once, and first."""
    file_ids: Sequence[uuid.UUID]
    destroyed: Sequence[tuple[uuid.UUID, str]]
    """Owners whose keys were destroyed, and when."""
    key_names: frozenset[str]
    """Lines of the key file without which the backup does not open."""
    samples: dict[str, list[list[Any]]]
    """See samples.py."""
    size: int
    """About as much as the pieces will be."""


ASK_MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
ASK_FILES = "SELECT id FROM files_storedfile ORDER BY id"
ASK_DESTROYED = "SELECT owner, destroyed_at FROM kernel_datakey WHERE destroyed_at IS NOT NULL ORDER BY owner"
ASK_KEY_NAMES = "SELECT DISTINCT key_name FROM kernel_organizationkey"


class EmptyDatabase(Exception):
    """Nothing was ever written here."""


def list_left_out() -> tuple[LeftOutOfBackups, ...]:
    return gather(LeftOutOfBackups)
