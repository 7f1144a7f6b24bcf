"""What protects one's account: passkeys, the second check, devices."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.accounts.forms.factors import AppForm, NameForm, PasskeyForm
from aizuchi.accounts.new_codes import show_next, show_once
from aizuchi.accounts.operations import factors as operations
from aizuchi.accounts.queries.factors import FACTORS, Type, has_second_factor, list_factor_types
from aizuchi.accounts.queries.policy import say_demand
from aizuchi.accounts.queries.security import read_security_page
from aizuchi.accounts.step_up import fresh_proof_required, proof_required_to_set_up
from aizuchi.accounts.ways import list_sections
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.models import AddressChange
from aizuchi.people.requests import Request


@require_GET
@login_required
def show_security(request: Request) -> HttpResponse:
    person = request.user
    page = read_security_page(person, current_key=request.session.session_key)
    change = AddressChange.objects.filter(person=person, stopped_at=None).select_related("asked_by").first()
    demand = None if page.has_factor else say_demand(person, on=person.today(timezone.now()))
    context = {"page": page, "change": change, "demand": demand, "sections": list_sections(person)}
    return render(request, "accounts/security.html", context)


@proof_required_to_set_up
@require_http_methods(["GET", "POST"])
@login_required
def add_passkey(request: Request) -> HttpResponse:
    form = PasskeyForm(request)
    if request.method == "POST" and form.is_valid():
        try:
            codes = operations.add_passkey(**_who_and_when(request), **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _go_on(request, codes, _("The passkey is added."))
    return render(request, "accounts/passkey_add.html", {"form": form, "ask": "ask_for_new_passkey"})


@proof_required_to_set_up
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def add_app(request: Request) -> HttpResponse:
    if request.method == "GET" and Type.TOTP in list_factor_types(request.user.pk):
        messages.info(request, str(operations.HasApp.sentence))
        return redirect("security")
    form = AppForm(request, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            codes = operations.add_app(**_who_and_when(request), secret=form.secret, code=form.cleaned_data["code"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return form.forget(_go_on(request, codes, _("The authenticator app is set up.")))
    return form.show_again(render(request, "accounts/app_add.html", {"form": form}))


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def rename_passkey(request: Request, authenticator_id: int) -> HttpResponse:
    passkey = _access_factor(request, authenticator_id)
    if passkey.type != Type.WEBAUTHN:
        raise Http404
    form = NameForm(request.POST or None, initial={"name": passkey.data["name"]})
    if request.method == "POST" and form.is_valid():
        operations.rename_passkey(
            actor=request.user, authenticator_id=passkey.pk, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The passkey has its new name."))
        return redirect("security")
    return render(request, "accounts/passkey_rename.html", {"form": form})


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def remove_factor(request: Request, authenticator_id: int) -> HttpResponse:
    factor = _access_factor(request, authenticator_id)
    if request.method == "POST":
        try:
            operations.remove_factor(**_who_and_when(request), authenticator_id=factor.pk)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("It is taken off. Your other devices are signed out."))
        return redirect("security")
    others = Authenticator.objects.filter(user=request.user, type__in=FACTORS).exclude(pk=factor.pk)
    context = {"is_app": factor.type == Type.TOTP, "name": factor.data.get("name", ""), "is_last": not others.exists()}
    return render(request, "accounts/factor_remove.html", context)


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def renew_codes(request: Request) -> HttpResponse:
    if not has_second_factor(request.user):
        raise Http404
    if request.method == "POST":
        codes = operations.renew_recovery_codes(actor=request.user, now=timezone.now())
        return show_next(request, codes, "show_codes")
    return render(request, "accounts/recovery_codes_renew.html")


@never_cache
@require_GET
@login_required
def show_codes(request: Request) -> HttpResponse:
    return show_once(request, "accounts/recovery_codes.html", request.user)


def _who_and_when(request: Request) -> dict[str, Any]:
    return {"actor": request.user, "current_key": request.session.session_key, "now": timezone.now()}


def _access_factor(request: Request, authenticator_id: int) -> Authenticator:
    found = Authenticator.objects.filter(pk=authenticator_id, user=request.user, type__in=FACTORS).first()
    if found is None:
        raise Http404
    return found


def _go_on(request: Request, codes: list[str], said: str) -> HttpResponse:
    if codes:
        messages.info(request, _("Your other devices are signed out: they came in without the second check."))
        return show_next(request, codes, "show_codes")
    messages.success(request, said)
    return redirect("security")
