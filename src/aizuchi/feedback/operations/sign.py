"""Signing a token that we cannot see, for whoever may answer, without keeping that they asked."""

import datetime
import hashlib
import hmac
import uuid

from django.conf import settings
from django.core.cache import caches

from aizuchi.feedback.blind_rsa import sign_blinded
from aizuchi.feedback.models import Eligibility, WindowKey
from aizuchi.feedback.operations.access import access_eligibility
from aizuchi.feedback.operations.keys import ensure_key, find_key, open_signing_key
from aizuchi.people.models import Person

# Every browser of a person fetches one token; more than this many in a day is somebody collecting them.
MOST_PER_DAY = 6
DAY = 24 * 60 * 60


class TooManyTokens(Exception):
    """Not today any more."""


class KeyNotReady(Exception):
    """A job makes it as soon as somebody may answer: ask again in a moment."""


def get_public_keys(*, viewer: Person, eligibility_id: uuid.UUID, now: datetime.datetime) -> WindowKey:
    """What a browser blinds and seals with. Raises WindowClosed, KeyNotReady."""
    eligibility = access_eligibility(viewer=viewer, eligibility_id=eligibility_id, now=now)
    key = find_key(window_id=eligibility.window_id, mentor_id=eligibility.mentor_id)
    if key is None:
        raise KeyNotReady
    return key


def sign_blinded_token(*, actor: Person, eligibility_id: uuid.UUID, blinded: bytes, now: datetime.datetime) -> bytes:
    """Raises WindowClosed, NotBlinded, TooManyTokens. Writes nothing: no row, no audit, no log line of ours."""
    eligibility = access_eligibility(viewer=actor, eligibility_id=eligibility_id, now=now)
    _slow_down(eligibility, now)
    row = ensure_key(window_id=eligibility.window_id, mentor_id=eligibility.mentor_id, now=now)
    return sign_blinded(blinded, key=open_signing_key(row))


def _slow_down(eligibility: Eligibility, now: datetime.datetime) -> None:
    """Counts under a name that only this server can make, and forgets it after a day."""
    told = f"{eligibility.pk}|{now:%Y-%m-%d}".encode()  # any wall: a day to count by
    name = "voice:" + hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256).hex()
    counts = caches["tokens"]  # others cannot push these out
    counts.add(name, 0, DAY)
    if counts.incr(name) > MOST_PER_DAY:
        raise TooManyTokens
