"""Whoever watches the machine hears within seconds what is wrong with what the server stands on."""

import errno
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from tests.cast import Cast
from tests.file_database import database_in

from aizuchi.config import look_briefly
from aizuchi.config.databases import MAILBOX

pytestmark = pytest.mark.database
on_a_file = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own locks")
on_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="PostgreSQL's own locks")


@pytest.fixture(autouse=True)
def _in_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_briefly, "SECONDS", 0.05)


@contextmanager
def answers_soon() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 5, "a connection of people's waits for 20 seconds"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE IF NOT EXISTS held (number INTEGER)")
        yield


def read(client: Client, path: str) -> tuple[int, dict[str, str]]:
    with answers_soon():
        answer = client.get(path)
    return answer.status_code, answer.json()


@on_a_file
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_database_that_somebody_holds(path: str, db: None, client: Client, tmp_path: Path) -> None:
    with database_in(tmp_path) as file, locked(file):
        status, facts = read(client, path)

    assert (status, facts["database"], facts["jobs"]) == (503, "locked", "unknown")
    assert "end it" in facts["what_to_do"][0]


@on_a_file
def test_a_database_that_somebody_holds_is_a_number_among_the_metrics(
    db: None, client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.METRICS_TOKEN = "of this test"
    with database_in(tmp_path) as file, locked(file), answers_soon():
        answer = client.get("/metrics", headers={"Authorization": "Bearer of this test"})

    assert answer.status_code == 200
    assert "aizuchi_database_up 0.0" in answer.content.decode()
    assert "process_cpu_seconds_total" in answer.content.decode()


@on_a_file
def test_a_mailbox_that_somebody_holds_is_told_but_people_are_served(
    cast: Cast, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mailbox.sqlite3"
    monkeypatch.setitem(connections[MAILBOX].settings_dict, "NAME", path)
    with locked(path):
        assert read(client, "/readyz")[1]["mailbox"] == "locked"

    status, facts = read(client, "/readyz")
    assert (status, facts["mailbox"]) == (200, "ok")


@on_a_file
def test_a_mailbox_that_is_no_database(
    cast: Cast, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mailbox.sqlite3"
    path.write_bytes(b"something else\n" * 100)
    monkeypatch.setitem(connections[MAILBOX].settings_dict, "NAME", path)

    assert read(client, "/readyz")[1]["mailbox"] == "unreachable"


@on_a_server
def test_a_mailbox_on_a_server_that_is_gone(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = connections[MAILBOX]
    gone = type(usual)(usual.settings_dict | {"HOST": "127.0.0.1", "PORT": "1"}, "mailbox of this test")
    connections[MAILBOX] = gone
    try:
        status, facts = read(client, "/readyz")
    finally:
        connections[MAILBOX] = usual

    assert (status, facts["mailbox"]) == (200, "unreachable")


@on_a_server
def test_a_server_that_hangs_is_not_waited_for(cast: Cast, client: Client) -> None:
    """It takes connections and says nothing, as one that is stopped does; ours stands since before."""
    usual = connections[MAILBOX]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = type(usual)(usual.settings_dict.copy(), "mailbox of this test")
        hanging.ensure_connection()
        hanging.settings_dict |= {"HOST": "127.0.0.1", "PORT": str(silent.getsockname()[1])}
        connections[MAILBOX] = hanging
        try:
            status, facts = read(client, "/readyz")
        finally:
            connections[MAILBOX] = usual
            hanging.close()

    assert (status, facts["mailbox"]) == (200, "unreachable")
    assert "AIZUCHI_MAILBOX_URL" in facts["what_to_do"][0]


@on_a_server
@pytest.mark.django_db(transaction=True)
def test_a_table_that_somebody_holds(client: Client) -> None:
    other = connection.copy()
    try:
        with transaction.atomic(), other.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE jobs_job IN ACCESS EXCLUSIVE MODE")
            status, facts = read(client, "/readyz")
    finally:
        other.close()

    assert (status, facts["database"]) == (503, "locked")


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 503)])
def test_a_full_disk(path: str, status: int, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", mock.Mock(return_value=SimpleNamespace(free=4_096)))

    told, facts = read(client, path)

    assert (told, facts["disk"], facts["status"] in {"degraded", "not ready"}) == (status, "full", True)


@pytest.mark.parametrize("why", [errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_a_disk_with_room_that_takes_nothing(
    why: int, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", mock.Mock(side_effect=OSError(why, "no")))

    assert (read(client, "/readyz")[0], read(client, "/readyz")[1]["disk"]) == (503, "cannot be written")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@on_a_file
def test_a_database_without_tables_waits_for_migrations(path: str, db: None, client: Client, tmp_path: Path) -> None:
    with database_in(tmp_path) as file:
        with closing(sqlite3.connect(file)) as other:
            other.execute("DROP TABLE jobs_job")

        _status, facts = read(client, path)

    assert (facts["database"], facts["jobs"]) == ("waits for migrations", "unknown")


def test_a_server_that_is_gone_is_not_waited_for(settings: Any) -> None:
    from aizuchi.config.settings import _database

    options = _database("postgresql://u:p@10.255.255.1/aizuchi?sslmode=require&connect_timeout=9")["OPTIONS"]

    assert options == {"connect_timeout": "9", "tcp_user_timeout": "10000", "sslmode": "require"}
