"""PostgreSQL, by its own programs: one snapshot that `pg_dump` and we look at, SQL that `psql` brings back."""

import datetime
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any

import psycopg
from django.db import connection

from aizuchi.config.backups.archive import PIECE
from aizuchi.config.backups.samples import take_samples
from aizuchi.config.backups.snapshot import (
    ASK_DESTROYED,
    ASK_FILES,
    ASK_KEY_NAMES,
    ASK_MIGRATIONS,
    EmptyDatabase,
    Snapshot,
    list_left_out,
)
from aizuchi.kernel.backups import LeftOutOfBackups

_DESTROY_AGAIN = """
WITH known (owner, at) AS (VALUES {values}), again AS (
    UPDATE public.kernel_datakey AS key SET wrapped = '', destroyed_at = known.at FROM known
    WHERE key.owner = known.owner AND key.destroyed_at IS NULL RETURNING 1
) SELECT count(*) FROM again;
"""


ASK_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
    " ORDER BY ordinal_position"
)
"""As they are in this database, which an earlier version may have made."""


class ProgramMissing(Exception):
    """`pg_dump` or `psql` is not installed; carries its name."""


class ProgramFailed(Exception):
    """Carries what it said last."""


@contextmanager
def take_postgres_snapshot() -> Iterator[Snapshot]:
    require_program("pg_dump")
    with psycopg.connect(**connection.get_connection_params()) as holder:
        holder.read_only, holder.isolation_level = True, psycopg.IsolationLevel.REPEATABLE_READ
        if not holder.execute("SELECT to_regclass('django_migrations')").fetchone()[0]:  # type: ignore[index]
            raise EmptyDatabase
        name = holder.execute("SELECT pg_export_snapshot()").fetchone()[0]  # type: ignore[index]

        def ask(query: str) -> Sequence[Sequence[Any]]:
            return holder.execute(query.encode()).fetchall()

        yield Snapshot(
            engine="postgresql",
            migrations=[f"{app}.{name}" for app, name in ask(ASK_MIGRATIONS)],
            pieces=_in_pieces(_dump(name, holder)),
            file_ids=[key for (key,) in ask(ASK_FILES)],
            destroyed=[(owner, at.isoformat()) for owner, at in ask(ASK_DESTROYED)],
            key_names=frozenset(name for (name,) in ask(ASK_KEY_NAMES)),
            samples=take_samples(ask),
            size=ask("SELECT pg_database_size(current_database())")[0][0],
        )


def require_program(name: str) -> None:
    if not shutil.which(name):
        raise ProgramMissing(name)


class Restoring:
    """A transaction of `psql` that becomes valid with `commit`, and otherwise was never there."""

    def __init__(self) -> None:
        require_program("psql")
        self._program = subprocess.Popen(
            ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],  # noqa: S607 (found in the PATH of whoever runs it)
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
        )
        self.write([b"BEGIN;\n"])

    def write(self, pieces: Iterable[bytes]) -> None:
        """Raises ProgramFailed."""
        stdin: IO[bytes] = self._program.stdin  # type: ignore[assignment]
        try:
            for piece in pieces:
                stdin.write(piece)
        except BrokenPipeError as error:
            raise ProgramFailed(self._communicate()[1]) from error

    def destroy_again(self, destroyed: Mapping[uuid.UUID, str]) -> None:
        """What psql prints is how many, statement by statement."""
        self.write([b"\\pset tuples_only on\n\\pset format unaligned\n\\o\n"])
        for some in _batched(destroyed.items()):
            values = ", ".join(
                f"('{owner}'::uuid, '{datetime.datetime.fromisoformat(told).isoformat()}'::timestamptz)"
                for owner, told in some
            )
            self.write([_DESTROY_AGAIN.format(values=values).encode()])
        self.write([b"\\o /dev/null\n"])

    def commit(self) -> int:
        """How many keys were destroyed again."""
        self.write([b"COMMIT;\n"])
        printed, said = self._communicate()
        if self._program.returncode:
            raise ProgramFailed(said)
        return sum(int(line) for line in printed.split())

    def give_up(self) -> None:
        if self._program.poll() is None:
            self._program.kill()
            self._program.wait()

    def _communicate(self) -> tuple[bytes, str]:
        """What it printed, and the first line of what it complained about."""
        printed, said = self._program.communicate()
        return printed, said.decode(errors="replace").strip().splitlines()[0] if said.strip() else ""


def _batched(items: Iterable[tuple[uuid.UUID, str]], most: int = 500) -> Iterator[list[tuple[uuid.UUID, str]]]:
    remaining = iter(items)
    while some := list(islice(remaining, most)):
        yield some


def is_empty_database() -> bool:
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def _dump(snapshot: str, holder: psycopg.Connection[Any]) -> Iterator[bytes]:
    """Left out here as well: the schema in which answers wait."""
    left_out = _list_left_out(holder)
    command = ["pg_dump", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", "--exclude-schema=mailbox"]
    command += [f"--exclude-table-data=public.{one.table}" for one in left_out]
    pipe = subprocess.PIPE
    program = subprocess.Popen(command, stdout=pipe, stderr=pipe, env=_environment())  # noqa: S603 (names are ours)
    try:
        stdout: IO[bytes] = program.stdout  # type: ignore[assignment]
        while piece := stdout.read(PIECE):
            yield piece
        _out, said = program.communicate()
        if program.returncode:
            raise ProgramFailed(said.decode(errors="replace").strip())
    finally:
        if program.poll() is None:
            program.kill()
            program.wait()
    for one in left_out:
        if one.owned_by:
            yield from _copy_rest(one, holder)


def _list_left_out(holder: psycopg.Connection[Any]) -> list[LeftOutOfBackups]:
    """But for those of an earlier version, before their tables were made."""
    there = {name for (name,) in holder.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    return [one for one in list_left_out() if one.tables <= there]


def _copy_rest(left_out: LeftOutOfBackups, holder: psycopg.Connection[Any]) -> Iterator[bytes]:
    """Of a table that stays in part."""
    columns = ", ".join(f'"{name}"' for (name,) in holder.execute(ASK_COLUMNS, [left_out.table]))
    rest = f'SELECT {columns} FROM "{left_out.table}" WHERE NOT ({left_out.condition})'  # noqa: S608 (names are ours)
    yield f'COPY public."{left_out.table}" ({columns}) FROM stdin;\n'.encode()
    with holder.cursor() as cursor, cursor.copy(f"COPY ({rest}) TO STDOUT".encode()) as rows:
        for row in rows:
            yield bytes(row)
    yield b"\\.\n"


def _in_pieces(stream: Iterator[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for some in stream:
        waiting += some
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    yield bytes(waiting)


def _environment() -> dict[str, str]:
    """Where the database is: not as arguments, which anybody on the machine can read."""
    told = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    return dict(os.environ) | {names[key]: str(value) for key, value in told.items() if key in names and value}
