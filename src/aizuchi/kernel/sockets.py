"""Who is behind a socket, and how many each may hold."""

from collections import Counter
from collections.abc import Hashable, MutableMapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie

from aizuchi.kernel.metrics import Open


def read_session_key(scope: MutableMapping[str, Any]) -> str:
    """The key that the browser sent, whether or not it opens anything."""
    cookies = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"), "")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


def read_person(session_key: str | None) -> Any | None:
    """The signed-in person, read anew each time: None once the session is gone or the person has left."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person: Any = get_user(request)
    return person if person.is_authenticated and person.is_active else None


def read_person_behind(scope: Any) -> Any | None:
    return read_person(scope["session"].session_key)


OPEN = Open("aizuchi_sockets_open", "Sockets that are open on this server.", "kind")


class Seats:
    """So many sockets a person in this process: more than anybody has tabs, fewer than would hurt the others."""

    def __init__(self, most: int, *, kind: str) -> None:
        self._most = most
        self._kind = kind
        self._taken: Counter[Hashable] = Counter()

    def take(self, whose: Hashable) -> bool:
        if self._taken[whose] >= self._most:
            return False
        self._taken[whose] += 1
        OPEN.more(self._kind)
        return True

    def give_back(self, whose: Hashable) -> None:
        self._taken[whose] -= 1
        OPEN.fewer(self._kind)
        if self._taken[whose] <= 0:
            del self._taken[whose]
