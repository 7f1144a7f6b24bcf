"""Connecting an account at Google or Microsoft: by the person's consent, or with the installation's own rights."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.calendars.adapters import Refused, Trouble
from aizuchi.calendars.adapters.kinds import is_google_domain_wide, is_microsoft_domain_wide, list_offered
from aizuchi.calendars.adapters.oauth import ask_for_consent, exchange_code
from aizuchi.calendars.discovery import find_oauth_account
from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.connections import Account, ConnectedAlready, connect_calendar
from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.people.requests import Request

Kind, Problem = Connection.Kind, Connection.Problem
SESSION_NAME = "calendar_consent"


@posts_need_proof
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def connect_google(request: Request) -> HttpResponse:
    return _begin(request, Kind.GOOGLE, is_domain_wide=is_google_domain_wide())


@posts_need_proof
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def connect_microsoft(request: Request) -> HttpResponse:
    return _begin(request, Kind.MICROSOFT, is_domain_wide=is_microsoft_domain_wide())


@never_cache
@require_GET
@login_required
def come_back_from_google(request: Request) -> HttpResponse:
    return _finish(request, Kind.GOOGLE)


@never_cache
@require_GET
@login_required
def come_back_from_microsoft(request: Request) -> HttpResponse:
    return _finish(request, Kind.MICROSOFT)


def _begin(request: Request, kind: Connection.Kind, *, is_domain_wide: bool) -> HttpResponse:
    """Says what will be read and written before anything is asked of anybody."""
    if kind not in list_offered(request.user):
        return redirect("calendars:settings")
    context: dict[str, Any] = {"kind": kind, "kind_label": kind.label, "is_domain_wide": is_domain_wide}
    if is_domain_wide:
        if request.method == "POST":
            return _connect_own_mailbox(request, kind)
        return render(request, "calendars/consent.html", context)
    if request.method == "GET":
        return render(request, "calendars/consent.html", context)
    consent = ask_for_consent(kind, redirect_uri=_address(kind), hint=request.user.email or "")
    request.session[SESSION_NAME] = {"kind": str(kind), "state": consent.state, "verifier": consent.verifier}
    # Led on by a page and not by a redirect, which the browser of whoever proves it first would refuse to follow.
    return render(request, "calendars/consent_onward.html", {**context, "address": consent.url})


def _connect_own_mailbox(request: Request, kind: Connection.Kind) -> HttpResponse:
    """Only the mailbox of the address that HR keeps for this person: nobody opens another's."""
    if not request.user.email:
        messages.warning(request, _("HR has no mail address for you yet."))
        return redirect("calendars:settings")
    calendar = "primary" if kind == Kind.GOOGLE else "main"
    account = Account(kind=kind, calendar=calendar, account=request.user.email, is_domain_wide=True)
    return _connect(request, account, {})


def _finish(request: Request, kind: Connection.Kind) -> HttpResponse:
    asked = request.session.pop(SESSION_NAME, {})
    state = request.GET.get("state", "")
    is_ours = asked.get("kind") == kind and constant_time_compare(state, asked.get("state", ""))
    if not is_ours or not state or "code" not in request.GET:
        messages.warning(request, _("Nothing was connected. Begin once more if you'd like to."))
        return redirect("calendars:settings")
    try:
        values = exchange_code(kind, code=request.GET["code"], verifier=asked["verifier"], redirect_uri=_address(kind))
        account = find_oauth_account(kind, values)
    except (Refused, Trouble) as problem:
        messages.warning(request, str(Problem(problem.problem).label))
        return redirect("calendars:settings")
    return _connect(request, account, values)


def _connect(request: Request, account: Account, values: dict[str, str]) -> HttpResponse:
    try:
        connect_calendar(actor=request.user, account=account, credentials=values, now=timezone.now())
    except ConnectedAlready as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, _("Connected. The first look takes a moment."))
    return redirect("calendars:settings")


def _address(kind: Connection.Kind) -> str:
    return absolute(reverse(f"calendars:back_from_{kind}"))
