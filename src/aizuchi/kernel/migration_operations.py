"""Rules that Django's constraints cannot say, kept by the database itself on SQLite and on PostgreSQL.

SQLite forgets the triggers of a table that a later migration rebuilds (AlterField and the like): such a migration
makes them again at its end.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation


class Guard(Operation):
    """Runs the statements of the database in use; does not touch Django's own state."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self.statements(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        for statement in self.undoing(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def statements(self, vendor: str) -> list[str]:
        raise NotImplementedError

    def undoing(self, vendor: str) -> list[str]:
        raise NotImplementedError


def list_guards() -> list[Guard]:
    """Of all migrations in this program."""
    migrations = MigrationLoader(None).disk_migrations
    return [
        operation
        for name in sorted(migrations)
        for operation in migrations[name].operations
        if isinstance(operation, Guard)
    ]


class NoOverlap(Guard):
    """Of rows that share `columns` (and fulfil `where`), at most one holds at any time.

    Half-open from `starts` to `ends`: dates as `Validity` has them, or moments with `of="tstzrange"`.
    """

    def __init__(
        self,
        *,
        name: str,
        table: str,
        columns: Sequence[str],
        where: str = "",
        starts: str = "starts_on",
        ends: str = "until_on",
        of: str = "daterange",
    ) -> None:
        self.name, self.table, self.columns, self.where = name, table, columns, where
        self.starts, self.ends, self.of = starts, ends, of

    def describe(self) -> str:
        return f"No two ranges of {self.table} overlap for one {', '.join(self.columns)}"

    def statements(self, vendor: str) -> list[str]:
        return self._exclusion() if vendor == "postgresql" else [self._trigger("INSERT"), self._trigger("UPDATE")]

    def undoing(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f'ALTER TABLE "{self.table}" DROP CONSTRAINT "{self.name}"']
        return [f'DROP TRIGGER "{self.name}_{event}"' for event in ("insert", "update")]

    def _exclusion(self) -> list[str]:
        keys = ", ".join(f'"{column}" WITH =' for column in self.columns)
        where = f" WHERE ({self.where})" if self.where else ""
        return [
            "CREATE EXTENSION IF NOT EXISTS btree_gist",
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self.name}"'
            f" EXCLUDE USING gist ({keys}, {self.of}({self.starts}, {self.ends}) WITH &&){where}",
        ]

    def _trigger(self, event: str) -> str:
        same = " AND ".join(f'other."{column}" = NEW."{column}"' for column in self.columns)
        mine = f" AND NEW.{self.where} AND other.{self.where}" if self.where else ""
        starts, ends = self.starts, self.ends
        return f"""
            CREATE TRIGGER "{self.name}_{event.lower()}" AFTER {event} ON "{self.table}"
            WHEN NEW.{ends} IS NULL OR NEW.{ends} > NEW.{starts}
            BEGIN
                SELECT RAISE(ABORT, '{self.name}') WHERE EXISTS (
                    SELECT 1 FROM "{self.table}" AS other
                    WHERE {same}{mine} AND other.id <> NEW.id
                    AND (other.{ends} IS NULL OR other.{ends} > other.{starts})
                    AND (other.{ends} IS NULL OR NEW.{starts} < other.{ends})
                    AND (NEW.{ends} IS NULL OR other.{starts} < NEW.{ends})
                );
            END"""  # noqa: S608 (names come from migrations, never from people)


class AppendOnly(Guard):
    """Rows come in and stay as they are."""

    def __init__(self, *, table: str) -> None:
        self.table = table

    def describe(self) -> str:
        return f"{self.table} refuses changes and deletions"

    def statements(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f"""CREATE FUNCTION "{self.table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{self.table} is append-only'; END $$""",
                f'CREATE TRIGGER "{self.table}_append_only" BEFORE UPDATE OR DELETE ON "{self.table}"'
                f' FOR EACH ROW EXECUTE FUNCTION "{self.table}_refuse"()',
            ]
        return [
            f'CREATE TRIGGER "{self.table}_append_only_{event.lower()}" BEFORE {event} ON "{self.table}"'
            f" BEGIN SELECT RAISE(ABORT, '{self.table} is append-only'); END"
            for event in ("UPDATE", "DELETE")
        ]

    def undoing(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [
                f'DROP TRIGGER "{self.table}_append_only" ON "{self.table}"',
                f'DROP FUNCTION "{self.table}_refuse"()',
            ]
        return [f'DROP TRIGGER "{self.table}_append_only_{event}"' for event in ("update", "delete")]
