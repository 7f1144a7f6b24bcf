"""Connections to the database that a test has left behind: PostgreSQL does not take away a database that is in use."""

from asgiref.sync import SyncToAsync
from django.db import connection, connections


def close_that_of_async_code() -> None:
    """What is not async runs for async code in one thread of the process, which outlives every test."""
    if SyncToAsync.single_thread_executor._threads:
        SyncToAsync.single_thread_executor.submit(connections.close_all).result(10)


def list_other_connections() -> list[str]:
    """What each connection but this one asked last."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return [query for (query,) in cursor.fetchall()]
