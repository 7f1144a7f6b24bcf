"""Devices on which somebody has signed in before: others cannot use up their tries.

Their cookie opens nothing by itself.
"""

import datetime
import secrets

from django.http import HttpRequest, HttpResponse

from aizuchi.accounts.device_cookies import DeviceCookie
from aizuchi.accounts.models import Operator
from aizuchi.people.models import Person

_COOKIE = DeviceCookie(name="device", salt="aizuchi.accounts.device", good_for=datetime.timedelta(days=180))
_OF_OPERATORS = DeviceCookie(
    name="operator_device", salt="aizuchi.accounts.operator_device", good_for=datetime.timedelta(days=180)
)


def known_device_name(request: HttpRequest, person: Person | Operator) -> str:
    """What this device is called for this person; empty for one on which they never signed in."""
    return _cookie_of(person).read(request, person)


def known_to_anybody(request: HttpRequest) -> str:
    """What this device is called for whoever signed in on it last; empty where nobody ever did."""
    return _COOKIE.read_latest(request)


def remember_device(request: HttpRequest, response: HttpResponse, person: Person | Operator) -> None:
    word = known_device_name(request, person) or secrets.token_urlsafe(12)
    _cookie_of(person).keep(request, response, person, word)


def _cookie_of(person: Person | Operator) -> DeviceCookie:
    return _OF_OPERATORS if isinstance(person, Operator) else _COOKIE
