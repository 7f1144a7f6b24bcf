"""Sessions that are in use, over, or of nobody yet."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from aizuchi.accounts.backends import get_user
from aizuchi.accounts.ended_session import say_that_it_ended
from aizuchi.accounts.known_devices import remember_device
from aizuchi.accounts.session_use import note_use
from aizuchi.accounts.step_up import PROVING, fresh_proof_required, note_proof_of_sign_in
from aizuchi.accounts.whole_hours import whole_hour
from aizuchi.kernel.proofs import ASKS
from aizuchi.people.models import Organization, Person

Handler = Callable[[HttpRequest], HttpResponse]


def asks_for_page(request: HttpRequest) -> bool:
    """Rather than for a part of one, an image or what a script fetches: of those nobody reads the answer."""
    return not request.headers.get("HX-Request") and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


class LastingSessionMiddleware(SessionMiddleware):
    """A cookie whose session has ended makes the next page say so: whatever else is asked before leaves it in place."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        is_taken_away = request.session.is_empty() and settings.SESSION_COOKIE_NAME in response.cookies
        if is_taken_away and not asks_for_page(request):
            del response.cookies[settings.SESSION_COOKIE_NAME]
        return response


class WhoIsSignedInMiddleware(AuthenticationMiddleware):
    """Whoever is signed in comes with the session, in one statement."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(get_user, request))  # type: ignore[assignment]


class EndedSessionMiddleware:
    """A page asked for after the session has ended leads to signing in, which says so.

    Whatever is no page gets 401, or the sign-in page would land inside somebody's form.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_sent_to_sign_in = response.status_code == 302 and not request.user.is_authenticated
        if not is_sent_to_sign_in:
            return response
        return say_that_it_ended(request, response) if asks_for_page(request) else HttpResponse(status=401)


class OthersPageMiddleware:
    """A page that one person left open asks for what another may do who has signed in from another tab since: 401."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        viewer = request.headers.get("X-Viewer")
        if viewer and request.user.is_authenticated and viewer != str(request.user.pk):
            return HttpResponse(status=401)
        return self.get_response(request)


class SessionActivityMiddleware:
    """Notes now and then when a session was in use, for the list a person sees of their own.

    allauth's own middleware writes on every request, which a page that only reads should not have to wait for.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key if isinstance(request.user, Person) and note_use(request) else None
        response = self.get_response(request)
        if key and request.session.session_key == key:
            _renew_cookie(request, response)
        if just_signed_in(request) and isinstance(request.user, Person):
            remember_device(request, response, request.user)
            note_proof_of_sign_in(request, response, request.user)
        return response


def _renew_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """It lives as long as its session, which counts from its latest use; Django renews it only where it saves."""
    if request.session.get_expire_at_browser_close():
        return
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        request.session.session_key or "",
        max_age=request.session.get_expiry_age(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def note_sign_in(request: HttpRequest, **_other: object) -> None:
    """Hears of every way of signing in. Django leaves its key to a session whose owner signs in once more."""
    request.session.pop("operator", None)
    if request.session.session_key == request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        request.session.cycle_key()
    request.session["begun_at"] = request.session["seen_at"] = whole_hour(timezone.now()).timestamp()
    request._just_signed_in = True  # type: ignore[attr-defined]


def just_signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "_just_signed_in", False))


class FreshProofMiddleware:
    """Before what apps below this one call sensitive."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        is_sensitive = getattr(view, ASKS, None)
        if request.method != "POST" or is_sensitive is None:
            return None
        if PROVING not in request.POST and not is_sensitive(request, **kwargs):
            return None
        return fresh_proof_required(view)(request, *args, **kwargs)


class FirstRunMiddleware:
    """Sends everybody to the first-run page as long as the installation belongs to nobody."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_over = False  # asked until the first organization exists, which never goes away again

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.is_over and not self._may_pass(request.path):
            self.is_over = Organization.objects.exists()
            if not self.is_over:
                return redirect("first_run")
        return self.get_response(request)

    def _may_pass(self, path: str) -> bool:
        pages = (reverse("set_language"), reverse("set_theme"))
        always = (
            settings.STATIC_URL,
            "/healthz",
            "/readyz",
            "/metrics",
            "/ws/",
            "/_ui/",
            "/operator/",
            "/jobs/",
            *pages,
        )
        return path.startswith(always) or path == reverse("first_run")
