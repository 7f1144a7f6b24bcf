"""The tests' tables are made from the models, an installation's by migrations: both come to the same."""

import sqlite3

import psycopg
import pytest
from django.db import connection

from tests.installations import Installation

pytestmark = pytest.mark.database

TABLES = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND type IN ('table', 'trigger')"
COLUMNS = (
    "SELECT m.name || '.' || c.name || c.type || c.\"notnull\" || c.pk"
    " FROM sqlite_master m, pragma_table_info(m.name) c"
)
INDEXES = "SELECT tbl_name || coalesce(replace(sql, name, ''), '') FROM sqlite_master WHERE type = 'index'"
ON_SQLITE = [TABLES, COLUMNS, INDEXES]
ON_POSTGRES = [
    "SELECT table_name || '.' || column_name || data_type || is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tgrelid::regclass || tgname FROM pg_trigger WHERE NOT tgisinternal",
]


def test_migrations_make_the_tables_that_the_models_say(installation: Installation, db: None) -> None:
    queries = ON_POSTGRES if connection.vendor == "postgresql" else ON_SQLITE
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(query)
            of_tests = cursor.fetchall()
        assert _of_ours(of_tests) == _of_ours(_ask(installation, query)), query


def _of_ours(rows: list[tuple[str]]) -> set[str]:
    return {name for (name,) in rows if not name.startswith(("django_", "auth_"))}


def _ask(installation: Installation, query: str) -> list[tuple[str]]:
    if installation.database_url:
        with psycopg.connect(installation.database_url) as asked:
            return asked.execute(query).fetchall()
    with sqlite3.connect(installation.home / "aizuchi.sqlite3") as asked:
        return asked.execute(query).fetchall()
