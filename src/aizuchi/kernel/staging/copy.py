"""A private copy of the SQLite database, on which this thread works for a while."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite's name for a file without a name: it is gone with the process, however that ends. A copy that outlived a
# destroyed key would keep words readable that were to be destroyed.
NAMELESS = "file:"
SPARE_BYTES = 200_000_000
PRAGMAS = "PRAGMA foreign_keys=ON; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;"


def can_be_copied(real: BaseDatabaseWrapper) -> bool:
    """A file of SQLite, and room beside it for another."""
    if real.vendor != "sqlite" or real.is_in_memory_db():  # type: ignore[attr-defined]
        return False
    size = sum(path.stat().st_size for path in _files_of(real) if path.exists())
    return shutil.disk_usage(_files_of(real)[0].parent).free > 2 * size + SPARE_BYTES


@contextmanager
def copy_database(real: BaseDatabaseWrapper) -> Iterator[BaseDatabaseWrapper]:
    """As the database is at this moment. Copying keeps nobody from writing."""
    os.environ.setdefault("SQLITE_TMPDIR", str(_files_of(real)[0].parent))  # /tmp may be small, or memory
    copy = connections.create_connection(real.alias)
    options = {**copy.settings_dict["OPTIONS"], "init_command": PRAGMAS}
    copy.settings_dict = {**copy.settings_dict, "NAME": NAMELESS, "OPTIONS": options}
    copy.ensure_connection()
    real.ensure_connection()
    try:
        real.connection.backup(copy.connection)
        yield copy
    finally:
        copy.close()


@contextmanager
def work_on(copy: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever this thread asks of the database meanwhile, it asks of the copy."""
    real = connections[copy.alias]
    copy.execute_wrappers = real.execute_wrappers
    connections[copy.alias] = copy
    try:
        yield
    finally:
        connections[copy.alias] = real
        copy.execute_wrappers = []


def take_hooks(copy: BaseDatabaseWrapper) -> list[Callable[[], None]]:
    """What waits for the commit, to be called where it really happens."""
    waiting: list[Any] = copy.run_on_commit
    copy.run_on_commit = []
    return [partial(transaction.on_commit, hook, using=copy.alias, robust=robust) for _ids, hook, robust in waiting]


def _files_of(real: BaseDatabaseWrapper) -> list[Path]:
    path = Path(real.settings_dict["NAME"])
    return [path, path.with_name(path.name + "-wal")]
