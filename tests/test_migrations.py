"""The tests' tables are made from the models, an installation's by migrations: both come to the same."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.installations import Installation, migrated_template

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


@pytest.mark.database
def test_migrations_make_the_tables_that_the_models_say(tmp_path: Path, db: None) -> None:
    queries = ON_POSTGRES if connection.vendor == "postgresql" else ON_SQLITE
    with migrated_template(tmp_path) as migrated:
        for query in queries:
            with connection.cursor() as cursor:
                cursor.execute(query)
                of_tests = cursor.fetchall()
            assert _of_ours(of_tests) == _of_ours(migrated.ask(query)), query


def test_what_processes_of_tests_begin_with_is_as_migrations_leave_it(installation: Installation) -> None:
    """Up to date, and its server would begin without a word."""
    done = installation.run("manage.py", "migrate", "--check")

    assert done.returncode == 0, done.stderr


def _of_ours(rows: list[tuple[Any, ...]]) -> set[str]:
    return {name for (name,) in rows if not name.startswith(("django_", "auth_"))}
