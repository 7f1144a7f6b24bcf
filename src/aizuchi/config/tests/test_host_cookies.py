"""What a browser is told of cookies over https, and which of its cookies are heard. Asked as a server asks."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client
from tests.cast import Cast, make_cast
from tests.sockets import Socket

from aizuchi.config.asgi import application
from aizuchi.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def over_https(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


@pytest.fixture
async def key(cast: Cast, client_for: Callable[[Person], Client]) -> str:
    client = await sync_to_async(client_for)(cast.member)
    return str(client.cookies["sessionid"].value)


async def get(path: str, *cookies: str) -> tuple[int, list[str]]:
    """The status, and what it says of cookies."""
    headers = [(b"host", b"testserver"), *((b"cookie", cookie.encode()) for cookie in cookies)]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    server = ApplicationCommunicator(application, {**scope, "http_version": "1.1", "scheme": "https"})
    await server.send_input({"type": "http.request", "body": b"", "more_body": False})
    answer = await server.receive_output(10)
    await server.send_input({"type": "http.disconnect"})
    told = [value.decode() for name, value in answer["headers"] if name.lower() == b"set-cookie"]
    return answer["status"], told


async def test_each_is_bound_to_this_host(cast: Cast) -> None:
    _, told = await get("/sign-in/")

    assert told
    for line in told:
        (cookie,) = SimpleCookie(line).values()
        assert cookie.key.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]


async def test_a_session_under_that_name_opens(cast: Cast, key: str) -> None:
    assert (await get("/people/", "theme=dark", f"a=b; __Host-sessionid={key}"))[0] == 200


async def test_one_that_anybody_may_have_written_is_not_heard(cast: Cast, key: str) -> None:
    assert (await get("/people/", f"sessionid={key}"))[0] == 302  # to the entrance


async def test_what_is_deleted_is_deleted_in_the_browser_as_well(cast: Cast) -> None:
    _, told = await get("/people/", "__Host-sessionid=of-nobody")

    (deleted,) = [line for line in told if "sessionid" in line]
    assert deleted.startswith('__Host-sessionid="";')
    assert "Secure" in deleted


async def test_sockets_hear_the_same_ones(cast: Cast, key: str) -> None:
    async def closes_with(cookie: str) -> int:
        headers = [(b"origin", b"http://testserver"), (b"cookie", cookie.encode())]
        socket = Socket(application, "/ws/live/nothing:1", headers)
        await socket.connect()
        code = await socket.receive_close()
        await socket.disconnect()
        return code

    assert await closes_with(f"sessionid={key}") == 4401
    assert await closes_with(f"__Host-sessionid={key}") == 4404


async def test_over_http_they_keep_their_names(cast: Cast, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False

    _, told = await get("/sign-in/")

    assert told
    assert not any(line.startswith("__Host-") for line in told)
