"""HEAD wherever there is GET (RFC 9110, 9.1): what follows links in mails begins with it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class HeadMiddleware:
    """Views see a GET; the server sends no body. So nothing can forget it, and nothing takes HEAD for a change."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
        return self.get_response(request)
