"""When a session was last in use, to the hour, and written behind the page: see `kernel.write_behind`."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.accounts.session_store import SessionStore
from aizuchi.accounts.whole_hours import whole_hour
from aizuchi.kernel.write_behind import WriteBehind


@dataclass(frozen=True)
class SessionUse:
    key: str
    at: datetime.datetime


def note_use(request: HttpRequest) -> bool:
    """Whether it was time to note it again: once in every hour of the clock, and not when in it."""
    hour, key = whole_hour(timezone.now()), request.session.session_key
    if key is None or request.session.get("seen_at", 0) >= hour.timestamp():
        return False
    _waiting.add(SessionUse(key, hour))
    return True


def record_uses(uses: Sequence[SessionUse]) -> None:
    for key, at in {use.key: use.at for use in uses}.items():
        _record(key, at)


@transaction.atomic
def _record(key: str, at: datetime.datetime) -> None:
    """Read and written under one lock: what a request keeps in the session meanwhile is not undone."""
    if not Session.objects.select_for_update().filter(pk=key).exists():
        return
    session = SessionStore(key)
    session["seen_at"] = at.timestamp()
    try:
        session.save()
    except UpdateError:  # it ended meanwhile
        return
    UserSession.objects.filter(session_key=key).update(last_seen_at=at)


_waiting = WriteBehind(record_uses)
