"""Bodies are counted before Django keeps any of them, so the tests speak to the application as a server does."""

import tempfile
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client
from tests.cast import Cast, make_cast
from tests.test_access import list_addresses

from aizuchi.config.asgi import application
from aizuchi.kernel.bodies import MEGABYTE
from aizuchi.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes were written away, by anybody."""
    sizes: list[int] = []
    plain = tempfile.SpooledTemporaryFile.write

    def write(file: Any, content: bytes) -> int:
        sizes.append(len(content))
        return plain(file, content)

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", write)
    return sizes


async def post(path: str, megabytes: int, *, cookie: str = "", announced: bool = False) -> tuple[int, str]:
    headers = [(b"host", b"testserver"), (b"cookie", cookie.encode()), (b"content-type", b"text/csv")]
    headers += [
        (b"content-length", b"%d" % (megabytes * MEGABYTE)) if announced else (b"transfer-encoding", b"chunked")
    ]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    server = ApplicationCommunicator(application, {**scope, "http_version": "1.1", "scheme": "http"})
    for _ in range(megabytes * 4):
        await server.send_input({"type": "http.request", "body": b"x" * (MEGABYTE // 4), "more_body": True})
    await server.send_input({"type": "http.request", "body": b"", "more_body": False})
    status = (await server.receive_output(10))["status"]
    body = (await server.receive_output(10))["body"].decode()
    await server.send_input({"type": "http.disconnect"})
    await server.wait(10)
    return status, body


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("path", ["/healthz", "/feedback/", "/sign-in/", "/nowhere/", "/people/me/photo/"])
async def test_whoever_is_not_signed_in_has_next_to_nothing_kept(
    cast: Cast, kept: list[int], path: str, announced: bool
) -> None:
    status, _ = await post(path, 20, announced=announced)

    assert status == 413
    assert sum(kept) <= MEGABYTE


@pytest.fixture
async def cookie(cast: Cast, client_for: Callable[[Person], Client]) -> str:
    client = await sync_to_async(client_for)(cast.hr)
    return f"sessionid={client.cookies['sessionid'].value}"


async def test_a_file_is_taken_where_a_file_belongs(cast: Cast, cookie: str) -> None:
    status, _ = await post("/people/me/photo/", 8, cookie=cookie)

    assert status == 403  # it was read whole, and has no CSRF token


async def test_more_than_that_is_told_in_ones_own_language(cast: Cast, cookie: str, kept: list[int]) -> None:
    status, page = await post("/people/me/photo/", 40, cookie=cookie)

    assert status == 413
    assert "20MB" in page
    assert "送れる" in page
    assert sum(kept) <= 20 * MEGABYTE


def test_only_addresses_for_files_take_more_than_usual() -> None:
    more = {name for name, pattern in list_addresses() if getattr(pattern.callback, "most_bytes", 0) > MEGABYTE}

    surveys = {"surveys:import", "surveys:tool_results", "surveys:tool_table"}
    assert more == {"people:set_photo", "people:import", "hints:packs", "availability:import_days"} | surveys
