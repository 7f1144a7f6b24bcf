"""Somebody who has the database itself: in which order did the boxes come?

Whoever knows in which order people were here, and in which order boxes came, knows whose box is whose.
"""

import random
import sqlite3
import uuid
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from django.db import connections

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.mailbox import SealedAnswer
from aizuchi.anonymous_answers.sealed_answers import SEALED_BYTES
from aizuchi.anonymous_answers.tests.attacks.result import Result

WINDOW, MENTOR = uuid.UUID(int=1), uuid.UUID(int=2)


def make_boxes(count: int, *, seed: int = 1, window: uuid.UUID = WINDOW) -> list[SealedAnswer]:
    rng = random.Random(seed)
    return [SealedAnswer(rng.randbytes(32), MENTOR, window, rng.randbytes(SEALED_BYTES)) for _ in range(count)]


def put_all(sheets: Sequence[SealedAnswer]) -> None:
    for sheet in sheets:
        mailbox.put(sheet)


def compare_order(attack: str, arrived: Sequence[bytes], found: Sequence[bytes]) -> Result:
    """Of any two boxes, which came first? The attacker reads the order forwards or backwards, whichever is better."""
    place = {sealed: number for number, sealed in enumerate(found)}
    pairs = [(place[a], place[b]) for a, b in combinations(arrived, 2) if a in place and b in place]
    forwards = sum(a < b for a, b in pairs)
    return Result(attack, max(forwards, len(pairs) - forwards), len(pairs), 0.5)


def order_in_files(folder: Path, sheets: Sequence[SealedAnswer]) -> list[bytes]:
    """By where their bytes lie in any file there: tables, journals, logs, what was freed."""
    places: dict[bytes, int] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            for sheet in sheets:
                at = content.find(sheet.sealed[:64])  # a long row runs over several pages; it begins beside its key
                if at >= 0:
                    places.setdefault(sheet.sealed, at)
    return sorted(places, key=places.__getitem__)


def order_in_plain_table(folder: Path, sheets: Sequence[SealedAnswer]) -> list[bytes]:
    """The baseline: the table that one would have made."""
    with sqlite3.connect(folder / "plain.sqlite3") as plain:
        plain.execute("CREATE TABLE box (token_hash BLOB UNIQUE, sealed BLOB)")
        for sheet in sheets:
            plain.execute("INSERT INTO box VALUES (?, ?)", (sheet.token_hash, sheet.sealed))
        return [row[0] for row in plain.execute("SELECT sealed FROM box ORDER BY rowid")]


def rows_of_postgres(order_by: str, table: str = "sealed_answer") -> list[bytes]:
    with connections[mailbox.ALIAS].cursor() as cursor:
        cursor.execute(f"SELECT sealed FROM {table} ORDER BY {order_by}")
        return [bytes(row[0]) for row in cursor.fetchall()]


def order_in_plain_postgres(sheets: Sequence[SealedAnswer]) -> list[bytes]:
    with connections[mailbox.ALIAS].cursor() as cursor:
        cursor.execute("CREATE TABLE plain_box (token_hash bytea PRIMARY KEY, sealed bytea)")
        try:
            for sheet in sheets:
                cursor.execute("INSERT INTO plain_box VALUES (%s, %s)", [sheet.token_hash, sheet.sealed])
            return rows_of_postgres("ctid", "plain_box")
        finally:
            cursor.execute("DROP TABLE plain_box")


def write_ahead_log() -> Path | None:
    """Where the server writes its log, if we may read it."""
    with connections[mailbox.ALIAS].cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0]) / "pg_wal"
    return folder if folder.is_dir() else None


def attack_sqlite(folder: Path, *, count: int) -> list[Result]:
    """On a real file. The mailbox must be in that folder."""
    sheets = make_boxes(count)
    arrived = [sheet.sealed for sheet in sheets]
    put_all(sheets)
    fresh = compare_order("SQLite, within the hour: order in the file", arrived, order_in_files(folder, sheets))
    mailbox.settle()
    return [
        compare_order("an ordinary SQLite table: order of rowid", arrived, order_in_plain_table(folder, sheets)),
        fresh,
        compare_order("SQLite, after the hour: order in all files", arrived, _without_plain(folder, sheets)),
    ]


def attack_postgres(*, count: int) -> list[Result]:
    """On a real server: where rows lie, which transaction wrote them, and what the log has."""
    ordinary, sheets = make_boxes(count, seed=2), make_boxes(count, seed=3)
    arrived = [sheet.sealed for sheet in sheets]
    plain = order_in_plain_postgres(ordinary)
    put_all(sheets)
    log = write_ahead_log()
    results = [
        compare_order("an ordinary PostgreSQL table: order of ctid", [sheet.sealed for sheet in ordinary], plain)
    ]
    if log:
        known = order_in_files(log, ordinary)
        results.append(compare_order("the same: write-ahead log", [sheet.sealed for sheet in ordinary], known))
        found = len(order_in_files(log, sheets))
        results.append(Result("PostgreSQL, within the hour: boxes in the write-ahead log", found, count, 0.0))
    mailbox.settle()
    for order in ("ctid", "xmin::text::bigint, ctid"):
        name = f"PostgreSQL, after the hour: order of {order.partition(':')[0]}"
        results.append(compare_order(name, arrived, rows_of_postgres(order)))
    if log:
        results.append(compare_order("the same: write-ahead log", arrived, order_in_files(log, sheets)))
    return results


def _without_plain(folder: Path, sheets: Sequence[SealedAnswer]) -> list[bytes]:
    (folder / "plain.sqlite3").unlink()
    return order_in_files(folder, sheets)
