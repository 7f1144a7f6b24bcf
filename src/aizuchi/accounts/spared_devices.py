"""Devices on which somebody is not asked for their second factor for 30 days, until they are signed out everywhere."""

import datetime
import secrets
import uuid
from collections.abc import Collection

from allauth.mfa.internal.flows.trust import create_config_fingerprint
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from aizuchi.accounts.device_cookies import DeviceCookie
from aizuchi.accounts.models import SparedDevice
from aizuchi.accounts.queries.sessions import read_device
from aizuchi.accounts.whole_hours import whole_hour
from aizuchi.people.models import Person

GOOD_FOR = datetime.timedelta(days=30)
_COOKIE = DeviceCookie(name="known", salt="aizuchi.accounts.spared", good_for=GOOD_FOR)


def spare_device(request: HttpRequest, response: HttpResponse, person: Person, *, now: datetime.datetime) -> None:
    """From now on, in the place of what was said on it before."""
    SparedDevice.objects.filter(person=person, word=_COOKIE.read(request, person)).delete()
    word = secrets.token_urlsafe(32)
    SparedDevice.objects.create(
        person=person,
        word=word,
        fingerprint=create_config_fingerprint(person),
        device=read_device(request.META.get("HTTP_USER_AGENT", "")),
        ends_at=whole_hour(now + GOOD_FOR),
    )
    _COOKIE.keep(request, response, person, word)


def is_spared(request: HttpRequest, person: Person, *, now: datetime.datetime) -> bool:
    """Not with another password or other factors than those it was said with."""
    device = find_spared(request, person, now=now)
    return device is not None and constant_time_compare(device.fingerprint, create_config_fingerprint(person))


def find_spared(request: HttpRequest, person: Person, *, now: datetime.datetime) -> SparedDevice | None:
    """What lies in this browser's cookie."""
    word = _COOKIE.read(request, person)
    return SparedDevice.objects.filter(person=person, word=word, ends_at__gt=now).first() if word else None


def ask_again(person_ids: Collection[uuid.UUID], *, but: int | None = None) -> int:
    """On all their devices but that one."""
    kept = [] if but is None else [but]
    ended, _by_model = SparedDevice.objects.filter(person__in=person_ids).exclude(pk__in=kept).delete()
    return ended
