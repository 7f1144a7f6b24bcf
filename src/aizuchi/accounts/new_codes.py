"""Recovery codes that were just made: shown once, by the page after the one that made them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aizuchi.accounts.handed_over import hand_over, take_over

_WAITING = "new_codes"


def show_next(request: HttpRequest, codes: list[str], name: str) -> HttpResponse:
    """On the page of this name, so that loading that one again makes nothing anew."""
    response = redirect(name)
    hand_over(request, response, name=_WAITING, told=" ".join(codes), path=reverse(name))
    return response


def show_once(request: HttpRequest, template: str) -> HttpResponse:
    """Whoever comes a second time is told that they have been shown."""
    codes = take_over(request, name=_WAITING).split()
    response = render(request, template, {"codes": codes})
    if codes:
        response.delete_cookie(_WAITING, path=request.path)
    return response
