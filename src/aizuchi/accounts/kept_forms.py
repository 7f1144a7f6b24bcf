"""A form that waits in the browser, sealed, until its sender has proved who they are."""

import base64
import binascii
from typing import cast

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from aizuchi.accounts.session_store import SessionStore
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal

_SALT = "aizuchi.accounts.kept_form"
LONGEST = 400_000


def keep_form(told: str, *, session: str, path: str) -> str:
    """Empty for one that is too long to travel twice: its page is shown anew."""
    if len(told) > LONGEST:
        return ""
    return base64.b64encode(seal(told.encode(), key=_key(), place=_place(session, path))).decode()


def read_kept_form(kept: str, *, session: str, path: str) -> str | None:
    """None where nothing was kept, or not by this session for this address."""
    try:
        return open_sealed(base64.b64decode(kept), key=_key(), place=_place(session, path)).decode()
    except (SealBroken, binascii.Error, ValueError):
        return None


def name_of_session(request: HttpRequest) -> str:
    return cast(SessionStore, request.session).name


def _key() -> bytes:
    return salted_hmac(_SALT, "key", algorithm="sha256").digest()


def _place(session: str, path: str) -> Place:
    return Place(salted_hmac(_SALT, session, algorithm="sha256").hexdigest(), path, "form")
