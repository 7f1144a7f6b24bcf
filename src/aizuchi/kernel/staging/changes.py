"""What was changed in a copy of the database: noted by triggers on every table, then written into the real one."""

# ruff: noqa: S608 (names come from the database's own schema, never from people)

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import IntegrityError
from django.db.backends.base.base import BaseDatabaseWrapper

from aizuchi.kernel.manifests import gather
from aizuchi.kernel.staging.reliance import Reliance


class ChangedMeanwhile(Exception):
    """Somebody has changed what the staged change relied on, or what it changes itself."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(table)


@dataclass(kw_only=True)
class StagedTable:
    """A table of the copy. `before_…` keeps rows as they were, `new_…` the numbers of those that came.

    Rows are told apart by SQLite's own row numbers, which are the same in both databases for all that was copied.
    """

    name: str
    columns: list[str]
    own_number: str
    """The column that is the row number itself, which the database gives; others may have been given it meanwhile."""
    parents: dict[str, str]
    """Column to table, for each foreign key."""
    nullable: set[str]
    unique: set[str]
    count: int = 0
    latest_number: int = 0
    new: int = 0
    updated: int = 0
    deleted: int = 0
    changed: list[str] = field(default_factory=list)

    @cached_property
    def before(self) -> str:
        return quoted(f"before_{self.name}")

    @cached_property
    def came(self) -> str:
        return quoted(f"new_{self.name}")

    @cached_property
    def quoted(self) -> str:
        return quoted(self.name)


class Changes:
    def __init__(self, copy: BaseDatabaseWrapper) -> None:
        self.copy = copy
        self.held_seconds = 0.0
        self.tables = {table.name: table for table in _read_tables(self._ask)}
        watching = [statement for table in self.tables.values() for statement in _watching(table)]
        copy.connection.executescript(";".join(["BEGIN", *watching, "COMMIT"]))  # half the time of one by one
        self.reliances = [one for one in gather(Reliance) if one.table in self.tables]
        for name in {one.table for one in self.reliances if not one.of}:
            table = self.tables[name]
            table.count = self._number(f"SELECT count(*) FROM {table.quoted}")

    def find(self) -> None:
        """How many rows of each table were changed, and in which columns."""
        for table in self.tables.values():
            table.new = self._number(f"SELECT count(*) FROM {table.came}")
            table.deleted = self._number(f"SELECT count(*) FROM {table.before} WHERE _row IN ({_deleted(table)})")
            table.updated = self._number(f"SELECT count(*) FROM {table.before}") - table.deleted
            if table.updated:
                differs = ", ".join(f"max(was.{quoted(c)} IS NOT now.{quoted(c)})" for c in table.columns)
                found = self._ask(f"SELECT {differs} FROM {_updated(table)}")[0]
                table.changed = [name for name, is_other in zip(table.columns, found, strict=True) if is_other]

    @property
    def count(self) -> int:
        return sum(table.new + table.updated + table.deleted for table in self.tables.values())

    def write_to(self, path: Any) -> None:
        """In one transaction, all of it or nothing. Raises ChangedMeanwhile."""
        if not self.count:
            return
        self._run("ATTACH DATABASE %s AS live", [str(path)])
        # Others would have to wait for what a checkpoint copies: we do it ourselves, when they can write again.
        for pragma in ("synchronous=NORMAL", "cache_size=-128000"):
            self._run(f"PRAGMA live.{pragma}")
        self._run("PRAGMA wal_autocheckpoint=0")
        with self._write_lock():
            self._refuse_what_changed()
            self._write()
        self._ask("PRAGMA live.wal_checkpoint(PASSIVE)")

    @contextmanager
    def _write_lock(self) -> Iterator[None]:
        self._run("BEGIN IMMEDIATE")
        began = time.perf_counter()
        try:
            yield
            self._run("COMMIT")
            self.held_seconds = time.perf_counter() - began
        except BaseException as error:
            if self.copy.connection.in_transaction:
                self._run("ROLLBACK")
            if isinstance(error, IntegrityError):  # what was right in the copy is not right any more
                raise ChangedMeanwhile(str(error)) from error
            raise

    def _refuse_what_changed(self) -> None:
        for table in self.tables.values():
            if table.updated and self._any(_disturbed(table, table.changed, f"_row NOT IN ({_deleted(table)})")):
                raise ChangedMeanwhile(table.name)
            if table.deleted and self._any(_disturbed(table, table.columns, f"_row IN ({_deleted(table)})")):
                raise ChangedMeanwhile(table.name)
        for reliance in self.reliances:
            if self._is_let_down(reliance):
                raise ChangedMeanwhile(reliance.table)

    def _is_let_down(self, reliance: Reliance) -> bool:
        table = self.tables[reliance.table]
        if pointer := reliance.pointer:
            pointed = self.tables[pointer.related_model._meta.db_table]
            theirs = f" AND l.{quoted(pointer.column)} IN (SELECT id FROM main.{pointed.before})"
            return bool(pointed.updated) and self._any(_other_rows(table, reliance.columns) + theirs)
        count = self._number(f"SELECT count(*) FROM live.{table.quoted}")
        return count != table.count or self._any(_other_rows(table, reliance.columns))

    def _write(self) -> None:
        ordered = _parents_first(self.tables)
        shifts = {table.name: self._shift_of(table) for table in ordered if table.own_number and table.new}
        for table in reversed(ordered):
            if table.deleted:
                self._run(f"DELETE FROM live.{table.quoted} WHERE rowid IN ({_deleted(table)})")
        for table in ordered:
            self._update(table, shifts)
        for table in ordered:
            self._insert(table, shifts)

    def _update(self, table: StagedTable, shifts: dict[str, int]) -> None:
        if not table.changed:
            return
        for column in sorted({*table.changed} & table.nullable & table.unique):  # two may have swapped theirs
            swapped = f"SELECT was._row FROM {_updated(table)} AND was.{quoted(column)} IS NOT now.{quoted(column)}"
            self._run(f"UPDATE live.{table.quoted} SET {quoted(column)} = NULL WHERE rowid IN ({swapped})")
        values = ", ".join(f"{quoted(c)} = {self._value(table, c, shifts)}" for c in table.changed)
        self._run(f"UPDATE live.{table.quoted} AS there SET {values} FROM {_updated(table)} AND there.rowid = was._row")

    def _insert(self, table: StagedTable, shifts: dict[str, int]) -> None:
        if not table.new:
            return
        names = ", ".join(map(quoted, table.columns))
        values = ", ".join(self._value(table, column, shifts) for column in table.columns)
        self._run(
            f"INSERT INTO live.{table.quoted} ({names}) SELECT {values} FROM main.{table.came} AS came"
            f" CROSS JOIN main.{table.quoted} AS now ON now.rowid = came._row ORDER BY came._row"
        )

    def _value(self, table: StagedTable, column: str, shifts: dict[str, int]) -> str:
        told = f"now.{quoted(column)}"
        counted = table if column == table.own_number else self.tables.get(table.parents.get(column, ""))
        if counted is None or not shifts.get(counted.name):
            return told
        return f"CASE WHEN {told} > {counted.latest_number} THEN {told} + {shifts[counted.name]} ELSE {told} END"

    def _shift_of(self, table: StagedTable) -> int:
        """By how much numbers move that others were given as well."""
        found = self._ask("SELECT seq FROM live.sqlite_sequence WHERE name = %s", [table.name])
        return (found[0][0] if found else 0) - table.latest_number

    def _any(self, query: str) -> bool:
        return bool(self._ask(f"SELECT EXISTS ({query})")[0][0])

    def _number(self, query: str) -> int:
        return int(self._ask(query)[0][0])

    def _ask(self, query: str, values: Sequence[Any] | None = None) -> list[Any]:
        with self.copy.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def _run(self, statement: str, values: Sequence[Any] | None = None) -> None:
        with self.copy.cursor() as cursor:
            cursor.execute(statement, values)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _read_tables(ask: Any) -> Iterator[StagedTable]:
    names = ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    sequences = dict(ask("SELECT name, seq FROM sqlite_sequence"))
    for (name,) in names:
        columns = ask(f"PRAGMA table_info({quoted(name)})")
        unique = [row[1] for row in ask(f"PRAGMA index_list({quoted(name)})") if row[2]]
        own = [row[1] for row in columns if row[5] and row[2].upper() == "INTEGER"]
        yield StagedTable(
            name=name,
            columns=[row[1] for row in columns],
            own_number=own[0] if own else "",
            parents={row[3]: row[2] for row in ask(f"PRAGMA foreign_key_list({quoted(name)})")},
            nullable={row[1] for row in columns if not row[3]},
            unique={row[2] for index in unique for row in ask(f"PRAGMA index_info({quoted(index)})")},
            latest_number=sequences.get(name, 0),
        )


def _watching(table: StagedTable) -> Iterable[str]:
    """Whatever the cause of a change: nothing that is written can be forgotten."""
    names = ", ".join(map(quoted, table.columns))
    old = ", ".join(f"OLD.{quoted(column)}" for column in table.columns)
    keep = f"""INSERT INTO {table.before} SELECT OLD.rowid, {old}
        WHERE NOT EXISTS (SELECT 1 FROM {table.before} WHERE _row = OLD.rowid)
        AND NOT EXISTS (SELECT 1 FROM {table.came} WHERE _row = OLD.rowid)"""
    yield f"CREATE TABLE {table.before} (_row INTEGER PRIMARY KEY, {names})"
    yield f"CREATE TABLE {table.came} (_row INTEGER PRIMARY KEY)"
    watch = {
        "INSERT": f"INSERT INTO {table.came} VALUES (NEW.rowid)",
        "UPDATE": keep,
        "DELETE": f"{keep}; DELETE FROM {table.came} WHERE _row = OLD.rowid",
    }
    for event, what in watch.items():
        trigger = quoted(f"watch_{event.lower()}_{table.name}")
        yield f"CREATE TRIGGER {trigger} AFTER {event} ON {table.quoted} BEGIN {what}; END"


def _deleted(table: StagedTable) -> str:
    """A row number may have been given anew."""
    return (
        f"SELECT _row FROM main.{table.before} WHERE _row NOT IN (SELECT rowid FROM main.{table.quoted})"
        f" OR _row IN (SELECT _row FROM main.{table.came})"
    )


def _updated(table: StagedTable) -> str:
    """Rows as they were and are, to be followed by further conditions."""
    return (
        f"main.{table.before} AS was CROSS JOIN main.{table.quoted} AS now ON now.rowid = was._row"
        f" WHERE NOT EXISTS (SELECT 1 FROM main.{table.came} AS came WHERE came._row = was._row)"
    )


def _same(one: str, other: str, columns: Iterable[str]) -> str:
    return " AND ".join(f"{one}.{quoted(column)} IS {other}.{quoted(column)}" for column in columns) or "1"


def _disturbed(table: StagedTable, columns: Iterable[str], where: str) -> str:
    """Rows that we change and somebody else has changed, too, in one of these columns."""
    return (
        f"SELECT 1 FROM main.{table.before} AS was LEFT JOIN live.{table.quoted} AS l ON l.rowid = was._row"
        f" WHERE {where} AND (l.rowid IS NULL OR NOT ({_same('was', 'l', columns)}))"
    )


def _other_rows(table: StagedTable, columns: Iterable[str]) -> str:
    """Rows of the real database that were not there, or not so, when it was copied."""
    columns = list(columns)
    return f"""SELECT 1 FROM live.{table.quoted} AS l
        LEFT JOIN main.{table.before} AS was ON was._row = l.rowid
        LEFT JOIN main.{table.quoted} AS now ON now.rowid = l.rowid
        LEFT JOIN main.{table.came} AS came ON came._row = l.rowid
        WHERE CASE
            WHEN was._row IS NOT NULL THEN NOT ({_same("was", "l", columns)})
            WHEN came._row IS NOT NULL OR now.rowid IS NULL THEN 1
            ELSE NOT ({_same("now", "l", columns)})
        END"""


def _parents_first(tables: dict[str, StagedTable]) -> list[StagedTable]:
    """The database looks for what a row points to as it comes, and remembers all that it did not find."""
    ordered: dict[str, StagedTable] = {}

    def place(table: StagedTable, below: frozenset[str]) -> None:
        for parent in table.parents.values():
            if parent in tables and parent not in ordered and parent not in below:
                place(tables[parent], below | {parent})
        ordered.setdefault(table.name, table)

    for table in tables.values():
        place(table, frozenset({table.name}))
    return list(ordered.values())
