"""A kept data folder, brought onto PostgreSQL as it was then: its tables by the migrations it knows, and its rows.

python -m tests.earlier_on_postgres FOLDER      fills the empty database of AIZUCHI_DATABASE_URL
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, LiteralString, cast
from unittest import mock

import django

django.setup()

import psycopg  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from psycopg import sql  # noqa: E402

Known = set[tuple[str, str]]
THROUGH = {"jsonb": "text::jsonb"}


def bring(kept: sqlite3.Connection) -> None:
    known: Known = set(kept.execute("SELECT app, name FROM django_migrations"))
    make_tables(known)
    with psycopg.connect(**connection.get_connection_params()) as target:
        target.execute("SET session_replication_role = replica")  # whichever table comes first
        tables = list_tables(target)
        target.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
        for table in tables:
            copy_rows(kept, target, table)


def make_tables(known: Known) -> None:
    load = MigrationLoader.load_disk

    def load_known(loader: MigrationLoader) -> None:
        load(loader)
        loader.disk_migrations = {key: found for key, found in loader.disk_migrations.items() if key in known}

    with mock.patch.object(MigrationLoader, "load_disk", load_known):
        call_command("migrate", verbosity=0)
    connection.close()


def list_tables(target: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in target.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def copy_rows(kept: sqlite3.Connection, target: psycopg.Connection[Any], table: str) -> None:
    asked = "SELECT column_name, data_type, is_identity FROM information_schema.columns WHERE table_name = %s"
    columns = target.execute(asked + " AND table_schema = 'public'", [table]).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _kind, _identity in columns)
    kinds = sql.SQL(", ").join(
        sql.SQL(cast(LiteralString, f"%s::{'text::jsonb' if kind == 'jsonb' else kind}"))
        for _name, kind, _id in columns
    )
    listed = ", ".join(f'"{name}"' for name, _kind, _identity in columns)
    rows = kept.execute(f'SELECT {listed} FROM "{table}"').fetchall()
    place = sql.Identifier(table)
    with target.cursor() as cursor:
        insert = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(place, names, kinds)
        cursor.executemany(insert, rows)
    for name, _kind, identity in columns:
        if identity == "YES" and rows:
            last = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, %s), max({})) FROM {}")
            target.execute(last.format(sql.Identifier(name), place), [f'"{table}"', name])


if __name__ == "__main__":
    with closing(sqlite3.connect(Path(sys.argv[1]) / "aizuchi.sqlite3")) as kept_database:
        bring(kept_database)
