"""Another mail address for one's account: confirmed at the new one, stopped from the present one or while signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.accounts.address_links import AddressLinkBroken, Purpose, read_address_link
from aizuchi.accounts.operations.address import confirm_address, stop_address_from_mail, stop_own_address
from aizuchi.people.models import AddressChange, Person
from aizuchi.people.operations.taken import PersonExists
from aizuchi.people.requests import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Anybody with the link may say that mail arrives; only the person, signed in, makes the address theirs at once."""
    viewer = request.user if isinstance(request.user, Person) else None
    try:
        change = _read(token, "confirm")
        if request.method != "POST":
            return _render_address_page(request, change, "confirm")
        change = confirm_address(token=token, viewer=viewer, now=timezone.now())
    except AddressLinkBroken:
        return _render_link_over(request)
    except PersonExists as refusal:
        return _render_address_page(request, change, "confirm", refusal=str(refusal), status=409)
    if viewer is None or viewer.pk != change.person_id:
        return _render_address_page(request, change, "reached")
    messages.success(request, _("From now on this is your mail address."))
    return redirect("security")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        change = _read(token, "stop")
        if request.method != "POST":
            return _render_address_page(request, change, "stop")
        stop_address_from_mail(token=token, now=timezone.now())
    except AddressLinkBroken:
        return _render_link_over(request)
    return _render_address_page(request, change, "stopped")


@require_POST
@login_required
def stop_own(request: Request) -> HttpResponse:
    if stop_own_address(actor=request.user, now=timezone.now()):
        messages.success(request, _("Your mail address stays as it is."))
    return redirect("security")


def _read(token: str, purpose: Purpose) -> AddressChange:
    change = read_address_link(token, purpose)
    translation.activate(change.person.language)
    return change


def _render_address_page(
    request: HttpRequest, change: AddressChange, state: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    is_owner = isinstance(request.user, Person) and request.user.pk == change.person_id
    context = {"change": change, "state": state, "is_owner": is_owner, "refusal": refusal}
    return render(request, "accounts/address.html", context, status=status)


def _render_link_over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/address.html", {"state": "over"}, status=404)
