"""A new token on the page of its connection: sealed in the session that made it, until that page is left.

So reloading the page does not lose it, and neither an address, a log nor the database has it.
"""

import base64
import datetime
import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.people.requests import Request

GOOD_FOR = datetime.timedelta(minutes=10)
_NAME = "scim_token"


def keep_shown_token(request: Request, connector_id: uuid.UUID, token: str, *, now: datetime.datetime) -> None:
    sealed = base64.b64encode(seal(token.encode(), key=_key(), place=_place_of(connector_id))).decode()
    request.session[_NAME] = [sealed, (now + GOOD_FOR).timestamp()]


def read_shown_token(request: Request, connector_id: uuid.UUID, *, now: datetime.datetime) -> str:
    """Empty, if there is none for this connection."""
    sealed, until = request.session.get(_NAME, ("", 0))
    if until <= now.timestamp():
        return ""
    try:
        return open_sealed(base64.b64decode(sealed), key=_key(), place=_place_of(connector_id)).decode()
    except SealBroken:
        return ""


def forget_shown_token(request: Request) -> None:
    request.session.pop(_NAME, None)


def _place_of(connector_id: uuid.UUID) -> Place:
    return Place("session", str(connector_id), _NAME)


def _key() -> bytes:
    return salted_hmac("aizuchi.gateway.shown_token", "key", secret=settings.SECRET_KEY, algorithm="sha256").digest()
