"""How long others may keep our answers: not at all, unless a view says otherwise."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeepNothingMiddleware:
    """Pages are about people. A proxy, or the browser of a shared computer, must not show them to the next one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
