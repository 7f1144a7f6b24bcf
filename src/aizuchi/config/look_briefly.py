"""Looking at what this server stands on, within the seconds that whoever watches a machine waits for an answer."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from aizuchi.config.databases import MAILBOX

SECONDS = 2
LEAST_TIMEOUT = 2  # whole seconds, and of less libpq makes two
LEAST_ROOM = 16 * 1024 * 1024
OK, LOCKED, UNREACHABLE = "ok", "locked", "unreachable"
_READS, _WRITES = "PRAGMA schema_version", "BEGIN IMMEDIATE"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def briefly(alias: str, *, seconds: float | None = None) -> Iterator[None]:
    """Raises DatabaseError when the time is over, or at once where a file cannot even be read.

    `seconds`: how long each statement may take where a server answers."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        if (told := _look_at_file(connection, _READS)) != OK:
            raise DatabaseError(told)
        yield
        return
    _ask_whether_it_answers(connection)
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [int((seconds or SECONDS) * 1000)])
        yield


def _ask_whether_it_answers(connection: BaseDatabaseWrapper) -> None:
    """Anew: on a connection that stands already, a server that hangs is waited for without end. What else is wrong
    shows when it is looked at; one that has no room for another connection may still serve those that stand."""
    try:
        psycopg.connect(**connection.get_connection_params() | {"connect_timeout": LEAST_TIMEOUT}).close()
    except psycopg.errors.ConnectionTimeout as error:
        raise DatabaseError(UNREACHABLE) from error
    except psycopg.Error:
        return


def name_trouble(error: DatabaseError) -> str:
    """What `briefly` raised, in one word."""
    is_locked = str(error) == LOCKED or isinstance(error.__cause__, psycopg.errors.QueryCanceled)
    return LOCKED if is_locked else UNREACHABLE


def look_at_mailbox() -> str:
    """Whether an answer without a name could be handed in: whoever holds the file may still let it be read."""
    connection = connections[MAILBOX]
    if connection.vendor == "sqlite":
        return _look_at_file(connection, _WRITES)
    if _server(MAILBOX) == _server(DEFAULT_DB_ALIAS):  # nothing that the look at the database does not tell
        return OK
    try:
        with briefly(MAILBOX):
            return OK
    except DatabaseError as error:
        return name_trouble(error)


def _server(alias: str) -> tuple[object, object]:
    told = connections[alias].settings_dict
    return told["HOST"], told["PORT"]


def look_at_disk() -> str:
    """The data folder's. What is free says nothing of quotas, nor of a disk that turned read-only after a fault."""
    try:
        if shutil.disk_usage(settings.HOME).free < LEAST_ROOM:
            return "full"
        with tempfile.TemporaryFile(dir=settings.HOME, buffering=0) as file:
            file.write(bytes(65_536))
    except OSError:
        return "cannot be written"
    return OK


def _look_at_file(connection: BaseDatabaseWrapper, statement: str) -> str:
    """By a connection of its own, since ours wait for many seconds, as people's changes should."""
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.exists():  # made when it is first written to
        return OK
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=SECONDS)) as file:
            file.execute(statement)
    except sqlite3.DatabaseError as error:
        return LOCKED if error.sqlite_errorcode & 0xFF in _BUSY else UNREACHABLE
    return OK
