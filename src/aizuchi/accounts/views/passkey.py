"""Coming in by a passkey alone: it is both what one has and, by its finger or PIN, who one is."""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from aizuchi.accounts.passkeys import ask_anybody, ask_for_new, ask_person, keep_question, read_passkey_of_anybody
from aizuchi.accounts.throttling import may_try_passkey, say_passkeys_too_many
from aizuchi.kernel.addresses import is_own_page
from aizuchi.people.requests import Request

View = Callable[[HttpRequest], HttpResponse]
_only_before_second_check: Callable[[View], View] = login_stage_required(
    stage=AuthenticateStage.key, redirect_urlname="account_login"
)


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    options, told = ask_anybody(request)
    response = JsonResponse(options)
    keep_question(response, told)
    return response


@never_cache
@require_POST
@login_required
def ask_for_own(request: Request) -> HttpResponse:
    """Of whoever is to prove once more who they are."""
    return JsonResponse(ask_person(request.user))


@never_cache
@require_POST
@login_required
def ask_to_make(request: Request) -> HttpResponse:
    return JsonResponse(ask_for_new(request.user))


@never_cache
@require_POST
@_only_before_second_check
def ask_as_second_check(request: Any) -> HttpResponse:
    return JsonResponse(ask_person(request._login_stage.login.user))


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("/")
    if not may_try_passkey(request, now=(now := timezone.now())):
        return _refuse(request, say_passkeys_too_many(request, now=now))
    passkey = read_passkey_of_anybody(request, _parse(request.POST.get("credential", "")))
    if passkey is None or not passkey.user.is_active:
        return _refuse(request, _("The passkey didn't open. Please try once more."))
    post_authentication(request, passkey, passwordless=True)
    request.session.set_expiry(0)
    then = request.POST.get("next", "")
    response: HttpResponse = perform_login(
        request, Login(user=passkey.user, redirect_url=then if is_own_page(then, request) else "/")
    )
    return response


def _refuse(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect("account_login")


def _parse(told: str) -> Any:
    try:
        return json.loads(told) if len(told) < 20_000 else None
    except (ValueError, RecursionError):
        return None
