"""A SQLite database in a file instead of memory, as every installation has it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

NAME = "aizuchi.sqlite3"


@contextmanager
def database_in(folder: Path) -> Iterator[Path]:
    """Empty, with all tables; what this thread asks of the database meanwhile, it asks of this one."""
    path = folder / NAME
    memory = connections["default"]
    file = connections.create_connection("default")
    file.settings_dict = {**file.settings_dict, "NAME": path}
    with memory.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql <> '' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
        made = [sql for (sql,) in cursor.fetchall()]
    with closing(sqlite3.connect(path)) as target:
        target.executescript(";".join(["BEGIN", *made, "COMMIT"]))
    connections["default"] = file
    try:
        yield path
    finally:
        file.close()
        connections["default"] = memory


def ask(path: Path, query: str, *values: Any) -> list[Any]:
    """As another process would, which waits for nobody."""
    with closing(sqlite3.connect(path, timeout=0)) as other, other:
        return other.execute(query, values).fetchall()
