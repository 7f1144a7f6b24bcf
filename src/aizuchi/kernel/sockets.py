"""Who is behind a socket."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest


def read_person_behind(scope: Any) -> Any | None:
    """The signed-in person, read anew each time: None once the session is gone or the person has left."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(scope["session"].session_key)
    person: Any = get_user(request)
    return person if person.is_authenticated and person.is_active else None
