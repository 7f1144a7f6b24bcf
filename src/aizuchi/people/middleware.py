"""What every page needs to know about the person who asks."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

Handler = Callable[[HttpRequest], HttpResponse]
LANGUAGE_OF_VISIT = "language"
"""In a session of the demo: what its visitor reads, whoever they look around as."""
THEME_COOKIE = "theme"
THEMES = {"", "light", "dark"}


class PersonMiddleware:
    """Speaks the signed-in person's language, tells the time where they are, and shows the theme they chose.

    Of a visitor we know only the cookies; the language one has been read by Django by now.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.session.get(LANGUAGE_OF_VISIT) or request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
            request.theme = request.user.theme  # type: ignore[attr-defined]
        else:
            timezone.deactivate()
            theme = request.COOKIES.get(THEME_COOKIE, "")
            request.theme = theme if theme in THEMES else ""  # type: ignore[attr-defined]
        return self.get_response(request)
