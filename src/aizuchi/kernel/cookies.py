"""Cookies of our own: for this site only, out of reach for scripts, and over https where the installation is."""

import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpResponse


def keep_cookie(
    response: HttpResponse,
    name: str,
    value: str,
    *,
    max_age: datetime.timedelta | int,
    path: str = "/",
    samesite: Literal["Lax", "Strict"] = "Lax",
) -> None:
    """`max_age` in seconds, or as long as that."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=samesite,
    )
