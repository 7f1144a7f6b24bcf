"""A client secret that was typed into a form which was refused: it need not be fetched from the provider once more.

It waits sealed in the browser that typed it, for that form and that person, and stands in no page.
"""

import base64
import binascii
import datetime
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from aizuchi.kernel.cookies import keep_cookie
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal

COOKIE = "typed_client_secret"
GOOD_FOR = datetime.timedelta(minutes=15)


def keep_secret(request: HttpRequest, response: HttpResponse, secret: str) -> None:
    told = json.dumps([secret, (timezone.now() + GOOD_FOR).timestamp()]).encode()
    sealed = seal(told, key=_key(), place=_place(request))
    value = base64.urlsafe_b64encode(sealed).decode()
    keep_cookie(response, COOKIE, value, max_age=GOOD_FOR, path=request.path, samesite="Strict")


def read_kept_secret(request: HttpRequest) -> str:
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        secret, ends_at = json.loads(open_sealed(sealed, key=_key(), place=_place(request)))
    except (SealBroken, binascii.Error, ValueError):
        return ""
    return str(secret) if ends_at > timezone.now().timestamp() else ""


def forget_secret(request: HttpRequest, response: HttpResponse) -> None:
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, path=request.path, samesite="Strict")


def _place(request: HttpRequest) -> Place:
    return Place("cookie", f"{request.user.pk} {request.path}", COOKIE)


def _key() -> bytes:
    return salted_hmac(
        f"aizuchi.single_sign_on.{COOKIE}", "key", secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()
