"""A database that refuses whatever would write, for as long as a page is only read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connection
from django.db.models.sql.compiler import SQLCompiler


@contextmanager
def read_only() -> Iterator[None]:
    """PostgreSQL forgets it with the transaction around. Neither lets a lock for writing be taken meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL transaction_read_only = on")
            yield
            return
        cursor.execute("PRAGMA query_only = ON")
        try:
            with mock.patch.object(SQLCompiler, "as_sql", _refuse_locks):
                yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def _refuse_locks(compiler: Any, *args: Any, **kwargs: Any) -> Any:
    """SQLite knows no locks of rows and leaves them out; PostgreSQL refuses them where nothing may be written."""
    assert not compiler.query.select_for_update, f"locks rows: {compiler.query.model.__name__}"
    return as_sql(compiler, *args, **kwargs)


as_sql = SQLCompiler.as_sql
