"""What one page of a browser hands to its next: sealed in a cookie of its session, good for a quarter of an hour."""

import datetime
import json
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aizuchi.accounts.kept_forms import keep_form, name_of_session, read_kept_form
from aizuchi.kernel.cookies import keep_cookie

GOOD_FOR = datetime.timedelta(minutes=15)


def hand_over(
    request: HttpRequest,
    response: HttpResponse,
    *,
    name: str,
    told: str,
    path: str,
    samesite: Literal["Lax", "Strict"] = "Lax",
) -> None:
    """To whatever lies at this path or below it."""
    waiting = json.dumps([timezone.now().timestamp(), told])
    sealed = keep_form(waiting, session=name_of_session(request), path=name)
    keep_cookie(response, name, sealed, max_age=GOOD_FOR, path=path, samesite=samesite)


def take_over(request: HttpRequest, *, name: str) -> str:
    """Empty where nothing waits for this session, or has for too long."""
    session = name_of_session(request)
    opened = read_kept_form(request.COOKIES.get(name, ""), session=session, path=name)
    if not session or opened is None:
        return ""
    since, told = json.loads(opened)
    return str(told) if timezone.now().timestamp() - since < GOOD_FOR.total_seconds() else ""
