"""Whoever is sent to sign in again, though their browser held a session, reads that it has ended and loses nothing."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from aizuchi.kernel.addresses import is_own_page

ENDED = "ended"
NEVER_KEPT = {"csrfmiddlewaretoken"}
SECRETS = ("password", "secret", "token", "code", "credential")


def say_that_it_ended(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page leads to signing in, which says why; a form that was filled in waits in the answer."""
    location = response.get("Location", "")
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not location.startswith(f"{reverse('account_login')}?"):
        return response
    if request.method == "POST":
        return _keep_what_was_sent(request)
    response["Location"] = f"{location}&{ENDED}=1"
    return response


def _keep_what_was_sent(request: HttpRequest) -> HttpResponse:
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_KEPT and not any(word in name for word in SECRETS)
        for value in values
    ]
    page = urlsplit(request.META.get("HTTP_REFERER", "")) if _came_from_us(request) else None
    then = {"next": page.path} if page else {}
    context = {
        "sent": sent,
        "has_files": bool(request.FILES),
        "sign_in": f"{reverse('account_login')}?{urlencode({**then, ENDED: 1})}",
    }
    return render(request, "accounts/session_ended.html", context, status=401)


def _came_from_us(request: HttpRequest) -> bool:
    return is_own_page(request.META.get("HTTP_REFERER", ""), request)
