"""Devices on which somebody has signed in before: others cannot use up their tries.

The cookie names a few people by key and a random word each; it is signed, and opens nothing by itself.
"""

import datetime
import secrets
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from aizuchi.kernel.cookies import keep_cookie
from aizuchi.people.models import Person

COOKIE = "device"
KEEP = datetime.timedelta(days=180)
MOST_PEOPLE = 5
_SALT = "aizuchi.accounts.device"


def known_device_name(request: HttpRequest, person: Person) -> str:
    """What this device is called for this person; empty for one on which they never signed in."""
    return _read(request).get(person.pk.hex, "")


def known_to_anybody(request: HttpRequest) -> str:
    """What this device is called for whoever signed in on it last; empty where nobody ever did."""
    return next(reversed(_read(request).values()), "")


def remember_device(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    known = _read(request)
    name = known.pop(person.pk.hex, "") or secrets.token_urlsafe(12)
    latest = dict(list(known.items())[-(MOST_PEOPLE - 1) :]) | {person.pk.hex: name}
    keep_cookie(response, COOKIE, signing.dumps(latest, salt=_SALT), max_age=KEEP)


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        known: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEEP)
    except signing.BadSignature:
        return {}
    return dict(known)
