"""Forgets, before anything else sees it, whatever a request with a sealed answer could be recognised by."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from aizuchi.anonymous_answers.asking_app import list_asking_apps

KEPT = {"host", "accept", "content-type", "content-length", "x-forwarded-proto"}
"""What is needed to read the request and to see that it came over https; no other header is looked at."""


class ForgetWhoMiddleware:
    """Stands first. Browsers send nothing of it here anyway; this is for those that would."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not any(_is_nobodys(request.path, app.place) for app in list_asking_apps()):
            return self.get_response(request)
        _forget_who(request)
        response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        return response


def _is_nobodys(path: str, place: str) -> bool:
    """Where sealed answers arrive, the lists that keys are compared with, and the boards with sealed replies."""
    return path == place or path.startswith((f"{place}keys/", f"{place}board/"))


def _forget_who(request: HttpRequest) -> None:
    for name in [name for name in request.META if name.startswith(("HTTP_", "REMOTE_"))]:
        if name.removeprefix("HTTP_").replace("_", "-").lower() not in KEPT:
            del request.META[name]
    if scope := getattr(request, "scope", None):
        headers = [(name, value) for name, value in scope["headers"] if name.decode("latin-1").lower() in KEPT]
        request.scope = {**scope, "headers": headers, "client": None}  # type: ignore[attr-defined]
