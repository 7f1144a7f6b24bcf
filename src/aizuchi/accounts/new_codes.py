"""Recovery codes that were just made: shown once, by the page after the one that made them."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.accounts.handed_over import hand_over, take_over
from aizuchi.people.models import Person

_WAITING = "new_codes"


def show_next(request: HttpRequest, codes: list[str], name: str) -> HttpResponse:
    """On the page of this name, so that loading that one again makes nothing anew."""
    response = redirect(name)
    hand_over(request, response, name=_WAITING, told=" ".join(codes), path=reverse(name))
    return response


def show_once(request: HttpRequest, template: str, person: Person) -> HttpResponse:
    """Whoever comes a second time is told that they have been shown."""
    codes = take_over(request, name=_WAITING).split()
    response = render(request, template, {"codes": codes, "file": _write_file(codes, person)})
    if codes:
        response.delete_cookie(_WAITING, path=request.path)
    return response


def _write_code(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _write_file(codes: list[str], person: Person) -> str:
    """For a drawer in which lie those of other places as well: where from, whose and of which day."""
    day = person.today(timezone.now()).isoformat()
    lines = [_("Recovery codes of Aizuchi"), settings.PUBLIC_URL, person.email or "", day, "", *map(_write_code, codes)]
    return quote("\n".join(lines) + "\n")
