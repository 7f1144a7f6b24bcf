"""A client secret that was typed into a form which was refused: it need not be fetched from the provider once more.

It waits sealed in the browser that typed it, for that form and that session, and stands in no page.
"""

import json

from django.http import HttpRequest, HttpResponse

from aizuchi.accounts.handed_over import hand_over, take_over

COOKIE = "typed_client_secret"


def keep_secret(request: HttpRequest, response: HttpResponse, secret: str) -> None:
    told = json.dumps([request.path, secret])
    hand_over(request, response, name=COOKIE, told=told, path=request.path, samesite="Strict")


def read_kept_secret(request: HttpRequest) -> str:
    """Empty where none waits for this form."""
    told = take_over(request, name=COOKIE)
    path, secret = json.loads(told) if told else ("", "")
    return str(secret) if path == request.path else ""


def forget_secret(request: HttpRequest, response: HttpResponse) -> None:
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, path=request.path, samesite="Strict")
