"""Whoever only looks changes nothing: a page takes no lock that writers wait for, not even the first time."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aizuchi.people.models import Person
from tests.access_table import CAST, TABLE, Access
from tests.cast import Cast
from tests.reading import read_only
from tests.scene import Scene
from tests.template_names import watch_names
from tests.test_access import ROOMS, address, key_in, list_keys

pytestmark = pytest.mark.database
BOUNDED = {"health", "readiness"}
"""On PostgreSQL a bound on how long a statement takes holds for a transaction: they open one, and write nothing."""


@pytest.mark.parametrize("room", ROOMS)
def test_a_page_is_read_without_writing(room: str, cast: Cast, client_for: Callable[[Person], Client]) -> None:
    scene, wrote = Scene(cast), []
    clients = {who: client_for(getattr(cast, who)) for who in sorted(CAST)}
    for key in list_keys(room):
        access = TABLE[key]
        if "get" not in access.methods:
            continue
        url = address(key, scene, key_in(scene, access))
        for who in list_readers(access):
            client = clients[who]
            client.raise_request_exception = False
            cookies = client.cookies.output()
            with _told_of_errors() as errors, watch_names() as missing, transaction.atomic():
                with read_only(), CaptureQueriesContext(connection) as asked:
                    client.get(url, access.data)
                transaction.set_rollback(True)
            client.cookies.load(cookies)
            wrote += [f"{key} {who}: {error!r}" for error in errors]
            wrote += [f"{key} {who}: no {name}" for name in missing]
            if key not in BOUNDED:
                opened = [query for query in asked if query["sql"].startswith("SAVEPOINT")]
                wrote += [f"{key} {who}: opens a transaction" for _query in opened]

    assert not wrote, "\n" + "\n".join(wrote)


def list_readers(access: Access) -> list[str]:
    """One on PostgreSQL: that nobody's page locks rows for themselves is told by SQLite too (`tests/reading.py`)."""
    readers = sorted(access.open_to & CAST)
    return readers if connection.vendor == "sqlite" else readers[:1]


@contextmanager
def _told_of_errors() -> Iterator[list[BaseException | None]]:
    errors: list[BaseException | None] = []

    def note(**kwargs: Any) -> None:
        errors.append(sys.exc_info()[1])

    got_request_exception.connect(note)
    try:
        yield errors
    finally:
        got_request_exception.disconnect(note)
