"""What holds for every answer to htmx."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url


class SignedOutFragmentMiddleware:
    """A fragment's request after the session has ended: 401, or the sign-in page would land inside somebody's form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_fragment = request.headers.get("HX-Request") == "true"
        if is_fragment and urlsplit(response.get("Location", "")).path == resolve_url(settings.LOGIN_URL):
            return HttpResponse(status=401)
        return response
