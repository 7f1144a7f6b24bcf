"""Signing a token that we cannot see, for whoever may answer, without keeping that they asked."""

import datetime
import hashlib
import hmac
import uuid
from dataclasses import dataclass

from django.conf import settings

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.blind_rsa import sign_blinded
from aizuchi.anonymous_answers.models import Eligibility, WindowKey
from aizuchi.anonymous_answers.operations.access import access_eligibility
from aizuchi.anonymous_answers.operations.keys import ensure_key, find_key, open_signing_key
from aizuchi.people.models import Person

# Every browser of a person fetches one token. A collector of tokens could pass for everybody who does not answer.
MOST_TOKENS = 2


class TooManyTokens(Exception):
    """Two browsers have one each."""


class KeyNotReady(Exception):
    """A job makes it as soon as somebody may answer: ask again in a moment."""


def get_public_keys(*, viewer: Person, eligibility_id: uuid.UUID, now: datetime.datetime) -> WindowKey:
    """What a browser blinds and seals with. Raises WindowClosed, KeyNotReady."""
    eligibility = access_eligibility(viewer=viewer, eligibility_id=eligibility_id, now=now)
    key = find_key(window_id=eligibility.window_id, subject_id=eligibility.about_id)
    if key is None:
        raise KeyNotReady
    return key


@dataclass(frozen=True)
class Signed:
    signature: bytes
    is_second: bool
    """Another browser of the same person got the first one."""


def sign_blinded_token(*, actor: Person, eligibility_id: uuid.UUID, blinded: bytes, now: datetime.datetime) -> Signed:
    """Raises WindowClosed, NotBlinded, TooManyTokens. Writes a count and nothing else: no audit, no line of a log.

    The same message again is signed again and counted once. It gives the same signature, so nothing is learned from it.
    """
    eligibility = access_eligibility(viewer=actor, eligibility_id=eligibility_id, now=now)
    row = ensure_key(window_id=eligibility.window_id, subject_id=eligibility.about_id, now=now)
    signature = sign_blinded(blinded, key=open_signing_key(row))
    number = mailbox.count_token(
        right_name=_name("tokens", eligibility),
        message_name=_name("message", eligibility, blinded),
        window_id=eligibility.window_id,
        most=MOST_TOKENS,
    )
    if number is None:
        raise TooManyTokens
    return Signed(signature, is_second=number > 1)


def _name(what: str, eligibility: Eligibility, blinded: bytes = b"") -> bytes:
    """Whoever has the mailbox alone cannot tell whose it is."""
    told = f"{what}|{eligibility.pk}".encode() + (b"|" + blinded if blinded else b"")
    return hmac.digest(settings.SECRET_KEY.encode(), told, hashlib.sha256)
