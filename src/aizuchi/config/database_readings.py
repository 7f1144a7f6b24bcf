"""How the database is doing, in numbers: connections where a server counts them, the file where there is one."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

from aizuchi.kernel.metrics import Reading


def _count_connections() -> Iterable[tuple[tuple[str, ...], float]]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
            " WHERE usename = current_user AND datname = current_database() GROUP BY 1"
        )
        for state, count in cursor.fetchall():
            yield (state,), count
        cursor.execute("SHOW max_connections")
        yield ("most that the server takes",), int(cursor.fetchone()[0])


def _measure() -> Iterable[tuple[tuple[str, ...], float]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            yield ("database",), cursor.fetchone()[0]
        return
    path = Path(str(connection.settings_dict["NAME"]))
    for file, label in ((path, "database"), (path.with_name(f"{path.name}-wal"), "write-ahead log")):
        if file.exists():
            yield (label,), file.stat().st_size


READINGS = (
    Reading("aizuchi_database_connections", "Connections to PostgreSQL by state.", _count_connections, ("state",)),
    Reading("aizuchi_database_bytes", "Size of the database.", _measure, ("part",)),
)
