"""Forgets, before anything else sees it, whatever a request with a sealed answer could be recognised by."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PLACES = ("/feedback/", "/feedback/keys/")
FORGOTTEN = (
    *("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_ACCEPT_LANGUAGE"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REQUEST_ID", "HTTP_TRACEPARENT"),
    *("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT"),
)


class ForgetWhoMiddleware:
    """Stands first. Browsers send nothing of it here anyway; this is for those that would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != PLACES[0] and not request.path.startswith(PLACES[1]):
            return self.get_response(request)
        for name in FORGOTTEN:
            request.META.pop(name, None)
        response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        return response
