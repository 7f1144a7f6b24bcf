"""Whoever is sent to sign in again, though their browser held a session, reads that it has ended."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

ENDED = "ended"


def say_that_it_ended(request: HttpRequest, response: HttpResponse) -> None:
    """The cookie goes with this very answer, so the next address says it."""
    location = response.get("Location", "")
    if settings.SESSION_COOKIE_NAME in request.COOKIES and location.startswith(f"{reverse('account_login')}?"):
        response["Location"] = f"{location}&{ENDED}=1"
