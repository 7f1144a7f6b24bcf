"""Setting up a second factor on the way in, for whoever must have one: nothing else can be seen before."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.accounts.factor_links import FactorLinkBroken, read_factor_link
from aizuchi.accounts.forms.factors import AppForm, PasskeyForm
from aizuchi.accounts.new_codes import show_next, show_once
from aizuchi.accounts.operations.factors import add_app, add_passkey
from aizuchi.accounts.passkeys import ask_for_new
from aizuchi.accounts.queries.factors import has_second_factor
from aizuchi.accounts.stages import SetUpStage, keep_link
from aizuchi.kernel.refusals import Refusal, refuse

View = Callable[[HttpRequest], HttpResponse]
_only_on_the_way_in: Callable[[View], View] = login_stage_required(
    stage=SetUpStage.key, redirect_urlname="account_login"
)


@never_cache
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@_only_on_the_way_in
def set_up(request: HttpRequest) -> HttpResponse:
    person = _person_on_the_way(request)
    if has_second_factor(person):
        return _exit(request)
    passkey, app = PasskeyForm(request), AppForm(request, person=person)
    if request.method == "POST":
        codes = _try(passkey, app, person, current_key=request.session.session_key)
        if codes:
            cast(Any, request)._login_stage.note_set_up()
            return app.forget(show_next(request, codes, "show_set_up_codes"))
    context = {"passkey": passkey, "app": app, "person": person, "ask": "ask_to_set_up_passkey"}
    return app.show_again(render(request, "accounts/set_up.html", context))


@never_cache
@require_GET
@_only_on_the_way_in
def show_codes(request: HttpRequest) -> HttpResponse:
    person = _person_on_the_way(request)
    if not has_second_factor(person):
        return redirect("set_up_second_factor")
    return show_once(request, "accounts/set_up_codes.html", person)


@never_cache
@require_POST
@_only_on_the_way_in
def ask_for_passkey(request: HttpRequest) -> HttpResponse:
    return JsonResponse(ask_for_new(_person_on_the_way(request)))


@require_POST
@_only_on_the_way_in
def finish(request: HttpRequest) -> HttpResponse:
    if not has_second_factor(_person_on_the_way(request)):
        return redirect("set_up_second_factor")
    return _exit(request)


@require_GET
@never_cache
def set_up_anew(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: whoever follows it still signs in as ever, and then sets up a new second factor."""
    try:
        reset = read_factor_link(token)
    except FactorLinkBroken:
        return render(request, "accounts/factor_link_broken.html", status=404)
    keep_link(request, reset)
    messages.info(request, _("Please sign in. Then you set up your new second factor."))
    return redirect("account_login")


def _try(passkey: PasskeyForm, app: AppForm, person: Any, *, current_key: str | None) -> list[str]:
    """Of the two forms, the one that was sent."""
    who: dict[str, Any] = {"actor": person, "current_key": current_key, "now": timezone.now()}
    try:
        if passkey.is_valid():
            return add_passkey(**who, **passkey.cleaned_data)
        if app.is_valid():
            return add_app(**who, secret=app.secret, code=app.cleaned_data["code"])
    except Refusal as refusal:
        refuse(app if app.is_bound else passkey, refusal)
    return []


def _person_on_the_way(request: Any) -> Any:
    return request._login_stage.login.user


def _exit(request: Any) -> HttpResponse:
    stage = request._login_stage
    if not stage.is_set_up_here:
        begins_anew: HttpResponse = stage.abort()
        return begins_anew
    record_authentication(request, _person_on_the_way(request), "mfa", type="set_up")
    response: HttpResponse = stage.exit()
    return response
