"""Where sealed answers wait: a table of its own in a database of its own, which no backup includes.

It is made by hand, because no migration can say what matters here: rows without a number that counts up, and no trace
of the order in which they came. SQLite keeps such a table sorted by its random key; what a page still shows of the
order of arrival is wiped by `settle`, every hour. PostgreSQL writes every row into its log, with a time; there, boxes
arrive in a table without a log and move on, an hour's boxes at once and shuffled. If that server crashes, the boxes of
the hour are lost, and nothing else.

How many tokens a right got stands here too, under a name that only this server can make: here it is in no backup. So
does which messages were signed, since answers to requests get lost, and a browser that asks again must count once.
"""

import secrets
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import IntegrityError

ALIAS = "mailbox"
AT_ONCE = 1000
SCHEMA = "mailbox"

_SQLITE = [
    "CREATE TABLE IF NOT EXISTS sealed_answer (token_hash BLOB NOT NULL PRIMARY KEY, mentor_id TEXT NOT NULL,"
    " window_id TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS token_count (right_name BLOB NOT NULL PRIMARY KEY, window_id TEXT NOT NULL,"
    " tokens INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS signed_message (message_name BLOB NOT NULL PRIMARY KEY, window_id TEXT NOT NULL,"
    " number INTEGER NOT NULL) WITHOUT ROWID",
]
_COLUMNS = (
    "(token_hash bytea NOT NULL PRIMARY KEY, mentor_id text NOT NULL, window_id text NOT NULL, sealed bytea NOT NULL)"
)
_POSTGRES = [
    f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}",
    f"CREATE TABLE IF NOT EXISTS sealed_answer {_COLUMNS}",
    f"CREATE UNLOGGED TABLE IF NOT EXISTS arriving_answer {_COLUMNS}",
    "CREATE UNLOGGED TABLE IF NOT EXISTS token_count (right_name bytea NOT NULL PRIMARY KEY, window_id text NOT NULL,"
    " tokens integer NOT NULL)",
    "CREATE UNLOGGED TABLE IF NOT EXISTS signed_message (message_name bytea NOT NULL PRIMARY KEY,"
    " window_id text NOT NULL, number integer NOT NULL)",
]
_ROW = "token_hash, mentor_id, window_id, sealed"  # the second: whom it is about, as the first files had it


class TokenUsed(Exception):
    """Another box came with this token before."""


@dataclass(frozen=True)
class SealedAnswer:
    token_hash: bytes
    subject_id: uuid.UUID
    """Whom it is about."""
    window_id: uuid.UUID
    sealed: bytes


def make_mailbox() -> None:
    """What is there already stays."""
    with _connection().cursor() as cursor:
        for statement in _POSTGRES if _is_postgres() else _SQLITE:
            cursor.execute(statement)


def is_made() -> bool:
    """Looks, and makes nothing: SQLite makes a file for whoever opens one that is not there."""
    connection = _connection()
    name = str(connection.settings_dict["NAME"])
    if not _is_postgres() and not name.startswith("file:") and not Path(name).exists():
        return False
    return "sealed_answer" in connection.introspection.table_names()


def put(sealed_answer: SealedAnswer) -> None:
    """Takes the very same box twice, since answers to requests get lost. Raises TokenUsed."""
    make_mailbox()
    if not _take(sealed_answer) and (found := _find(sealed_answer.token_hash)) and found.sealed != sealed_answer.sealed:
        raise TokenUsed


def list_sealed_answers(window_ids: Iterable[uuid.UUID]) -> Iterator[SealedAnswer]:
    """Some at a time, since those of a large company do not fit into memory; of a window by their random key."""
    for window_id in window_ids:
        make_mailbox()
        for table in _tables():
            yield from _list_from(table, window_id)


def _list_from(table: str, window_id: uuid.UUID) -> Iterator[SealedAnswer]:
    after = b""
    while True:
        with _connection().cursor() as cursor:
            cursor.execute(
                f"SELECT {_ROW} FROM {table} WHERE window_id = %s AND token_hash > %s ORDER BY token_hash LIMIT %s",  # noqa: S608 (table names are ours)
                [window_id.hex, after, AT_ONCE],
            )
            found = [_sealed_answer(row) for row in cursor.fetchall()]
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1].token_hash


def list_places() -> set[tuple[uuid.UUID, uuid.UUID]]:
    """The windows from which boxes are there, and whom they are about."""
    make_mailbox()
    found: set[tuple[uuid.UUID, uuid.UUID]] = set()
    for table in _tables():
        with _connection().cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT window_id, mentor_id FROM {table}")  # noqa: S608
            found |= {(uuid.UUID(window), uuid.UUID(subject)) for window, subject in cursor.fetchall()}
    return found


def destroy_sealed_answers(places: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Of these windows and whom they are about."""
    wanted = [(window_id.hex, subject_id.hex) for window_id, subject_id in places]
    make_mailbox()
    with _connection().cursor() as cursor:
        for table in _tables():
            cursor.executemany(f"DELETE FROM {table} WHERE window_id = %s AND mentor_id = %s", wanted)  # noqa: S608


def count_token(*, right_name: bytes, message_name: bytes, window_id: uuid.UUID, most: int) -> int | None:
    """The how many-th it is, and for a message that was here before what it was then; None if there are as many as
    there may be."""
    make_mailbox()
    with transaction.atomic(using=ALIAS), _connection().cursor() as cursor:
        # Written before anything is read: of two requests at once with the same message, one waits for the other here.
        cursor.execute(
            "INSERT INTO signed_message (message_name, window_id, number) VALUES (%s, %s, 0) ON CONFLICT DO NOTHING",
            [message_name, window_id.hex],
        )
        if cursor.rowcount == 0:
            cursor.execute("SELECT number FROM signed_message WHERE message_name = %s", [message_name])
            return int(cursor.fetchone()[0])
        number = _count_one_more(right_name, window_id, most)
        if number is None:
            transaction.set_rollback(True, using=ALIAS)
        else:
            cursor.execute("UPDATE signed_message SET number = %s WHERE message_name = %s", [number, message_name])
        return number


def _count_one_more(right_name: bytes, window_id: uuid.UUID, most: int) -> int | None:
    with _connection().cursor() as cursor:
        cursor.execute(
            "INSERT INTO token_count (right_name, window_id, tokens) VALUES (%s, %s, 1) ON CONFLICT (right_name)"
            " DO UPDATE SET tokens = token_count.tokens + 1 WHERE token_count.tokens < %s RETURNING tokens",
            [right_name, window_id.hex, most],
        )
        row = cursor.fetchone()
        return int(row[0]) if row else None


def list_counted_windows() -> set[uuid.UUID]:
    make_mailbox()
    with _connection().cursor() as cursor:
        cursor.execute("SELECT DISTINCT window_id FROM token_count")
        return {uuid.UUID(window) for (window,) in cursor.fetchall()}


def forget_counts(window_ids: Iterable[uuid.UUID]) -> None:
    """And which messages were counted."""
    windows = [(window_id.hex,) for window_id in window_ids]
    make_mailbox()
    with transaction.atomic(using=ALIAS), _connection().cursor() as cursor:
        cursor.executemany("DELETE FROM signed_message WHERE window_id = %s", windows)
        cursor.executemany("DELETE FROM token_count WHERE window_id = %s", windows)


def settle() -> None:
    """Wipes what shows in which order boxes came since the last time. Every hour."""
    make_mailbox()
    if _is_postgres():
        _move_arrivals()
    else:
        _vacuum()


def rewrite() -> None:
    """The same for everything that is there, and for what was deleted. At each tick."""
    settle()
    if _is_postgres():
        _rewrite_shuffled()


def _take(sealed_answer: SealedAnswer) -> bool:
    """False if the token is known already."""
    table = "arriving_answer" if _is_postgres() else "sealed_answer"
    row = (sealed_answer.token_hash, sealed_answer.subject_id.hex, sealed_answer.window_id.hex, sealed_answer.sealed)
    try:
        with transaction.atomic(using=ALIAS), _connection().cursor() as cursor:
            if _is_postgres():
                cursor.execute("SELECT 1 FROM sealed_answer WHERE token_hash = %s", [sealed_answer.token_hash])
                if cursor.fetchone():
                    return False
            cursor.execute(f"INSERT INTO {table} ({_ROW}) VALUES (%s, %s, %s, %s)", row)  # noqa: S608
    except IntegrityError:
        return False
    return True


def _find(token_hash: bytes) -> SealedAnswer | None:
    for table in _tables():
        with _connection().cursor() as cursor:
            cursor.execute(f"SELECT {_ROW} FROM {table} WHERE token_hash = %s", [token_hash])  # noqa: S608
            if row := cursor.fetchone():
                return _sealed_answer(row)
    return None


def _move_arrivals() -> None:
    """One transaction, so that the log and the rows show one moment for all of them."""
    with transaction.atomic(using=ALIAS), _connection().cursor() as cursor:
        cursor.execute("LOCK TABLE arriving_answer IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"SELECT {_ROW} FROM arriving_answer")  # noqa: S608
        _insert_shuffled(cursor.fetchall())
        cursor.execute("TRUNCATE arriving_answer")


def _rewrite_shuffled() -> None:
    with transaction.atomic(using=ALIAS), _connection().cursor() as cursor:
        cursor.execute("LOCK TABLE sealed_answer IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"SELECT {_ROW} FROM sealed_answer")  # noqa: S608
        rows = cursor.fetchall()
        cursor.execute("TRUNCATE sealed_answer")
        _insert_shuffled(rows)


def _insert_shuffled(rows: Sequence[tuple[bytes, str, str, bytes]]) -> None:
    shuffled = list(rows)
    secrets.SystemRandom().shuffle(shuffled)
    with _connection().cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO sealed_answer ({_ROW}) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",  # noqa: S608
            shuffled,
        )


def _vacuum() -> None:
    with _connection().cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # for a file that somebody switched to a log


def _sealed_answer(row: tuple[bytes, str, str, bytes]) -> SealedAnswer:
    return SealedAnswer(bytes(row[0]), uuid.UUID(row[1]), uuid.UUID(row[2]), bytes(row[3]))


def _tables() -> tuple[str, ...]:
    return ("arriving_answer", "sealed_answer") if _is_postgres() else ("sealed_answer",)


def _connection() -> BaseDatabaseWrapper:
    return connections[ALIAS]


def _is_postgres() -> bool:
    return _connection().vendor == "postgresql"
