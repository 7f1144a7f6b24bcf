"""The switches in the frame of every page, for those signed in and for visitors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from aizuchi.kernel.addresses import way_back
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.people.middleware import LANGUAGE_OF_VISIT, THEME_COOKIE, THEMES
from aizuchi.people.models import Person
from aizuchi.people.operations.preferences import choose_language, choose_theme

A_YEAR = 365 * 24 * 60 * 60


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if isinstance(request.user, Person):
        choose_language(actor=request.user, language=language)
        request.session.pop(LANGUAGE_OF_VISIT, None)
    return _remember(redirect(way_back(request, "/")), settings.LANGUAGE_COOKIE_NAME, language)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest()
    if isinstance(request.user, Person):
        choose_theme(actor=request.user, theme=theme)
    return _remember(redirect(way_back(request, "/")), THEME_COOKIE, theme)


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """Also for those signed in: the sign-in page then greets them in their own language."""
    keep_cookie(response, name, value, max_age=A_YEAR)
    return response
