"""Who is behind a socket."""

from collections.abc import MutableMapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie


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
