"""What an administrator keeps: by whose word people come in."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.refusals import refuse as refuse_form
from aizuchi.people.requests import Request
from aizuchi.single_sign_on import queries
from aizuchi.single_sign_on.asking import complete_settings
from aizuchi.single_sign_on.forms import OidcForm, ProviderForm, SamlForm
from aizuchi.single_sign_on.labels import say_for_administrators
from aizuchi.single_sign_on.letting_in import refuse
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.operations import domains
from aizuchi.single_sign_on.operations import providers as operations
from aizuchi.single_sign_on.pending import Purpose, begin
from aizuchi.single_sign_on.policies import may_keep_providers
from aizuchi.single_sign_on.refusals import NotLetIn, SamlMissing
from aizuchi.single_sign_on.saml import is_installed
from aizuchi.single_sign_on.sending import let_forms_lead_to, send_to_provider
from aizuchi.single_sign_on.typed_secrets import forget_secret, keep_secret, read_kept_secret

Kind = IdentityProvider.Kind
FORMS: dict[str, type[Any]] = {Kind.OIDC: OidcForm, Kind.SAML: SamlForm}


@require_GET
@login_required
def list_providers(request: Request) -> HttpResponse:
    _require_administrator(request)
    page = queries.list_providers(request.user, now=timezone.now())
    return render(request, "single_sign_on/providers.html", {"page": page})


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def add(request: Request, kind: str) -> HttpResponse:
    _require_administrator(request)
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        provider = _try_to_keep(request, form, kind=kind)
        if provider:
            messages.success(request, _("Kept. Enter the addresses below at the provider, then try it."))
            return _lead_to(request, provider)
    return _show_form(request, form, kind=kind)


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def change(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    provider = _access(request, provider_id)
    kind = FORMS[provider.kind]
    form = kind(request.POST or None, initial=kind.showing(provider))
    if request.method == "POST" and form.is_valid():
        kept = _try_to_keep(request, form, kind=provider.kind, provider=provider)
        if kept:
            messages.success(request, _say_saved(kept, was_on=provider.is_on))
            return _lead_to(request, kept)
    return _show_form(request, form, kind=provider.kind, provider=provider)


@require_GET
@login_required
def show(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    return _show(request, _access(request, provider_id))


@require_POST
@fresh_proof_required
@login_required
def try_it(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    provider, now = _access(request, provider_id), timezone.now()
    begun = begin(request, provider, now=now, purpose=Purpose.TRY, person=request.user)
    try:
        return send_to_provider(provider, begun, hint=request.user.email or "")
    except NotLetIn as refusal:
        return refuse(request, provider, refusal, now=now, pending=begun.pending)


@require_POST
@fresh_proof_required
@login_required
def prove_domain(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    provider, domain = _access(request, provider_id), request.POST.get("domain", "")
    try:
        domains.prove_domain(actor=request.user, provider_id=provider.pk, domain=domain, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, _("%(domain)s is proved. Please leave the record: we look every day.") % {"domain": domain}
        )
    return redirect("single_sign_on:provider", provider.pk)


@require_POST
@fresh_proof_required
@login_required
def offer(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    provider = _access(request, provider_id)
    is_on = request.POST.get("is_on") == "1"
    try:
        operations.offer_provider(actor=request.user, provider_id=provider.pk, is_on=is_on, now=timezone.now())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("It is on the sign-in page now.") if is_on else _("It is off the sign-in page. Sessions go on.")
        messages.success(request, said)
    return redirect("single_sign_on:provider", provider.pk)


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def remove(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    provider = _access(request, provider_id)
    if request.method == "POST":
        try:
            operations.remove_provider(actor=request.user, provider_id=provider.pk, now=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("single_sign_on:provider", provider.pk)
        messages.success(request, _("Removed. Whoever came in by it is signed out."))
        return redirect("single_sign_on:providers")
    context = {"provider": provider, "people": provider.accounts.count()}
    return render(request, "single_sign_on/remove.html", context)


@require_POST
@fresh_proof_required
@login_required
def let_go(request: Request, provider_id: uuid.UUID) -> HttpResponse:
    """Of the company account by which a person came in before: theirs was made anew there."""
    provider = _access(request, provider_id)
    address = request.POST.get("email", "").strip()
    account = ProviderAccount.objects.filter(provider=provider, person__email=address).first() if address else None
    if account is None:
        messages.warning(request, _("Nobody with that address has come in by this provider."))
        return _show(request, provider, typed_address=address, status=422)
    operations.let_go_of_account(actor=request.user, account_id=account.pk, now=timezone.now())
    messages.success(request, _("Let go. The next time, they are recognised by their address again."))
    return redirect("single_sign_on:provider", provider.pk)


def _show(request: Request, provider: IdentityProvider, *, typed_address: str = "", status: int = 200) -> HttpResponse:
    page = queries.read_provider(request.user, provider.pk, now=timezone.now())
    context = {"page": page, "typed_address": typed_address}
    response = render(request, "single_sign_on/provider.html", context, status=status)
    return let_forms_lead_to(response, [provider])


def _try_to_keep(
    request: Request, form: ProviderForm, *, kind: str, provider: IdentityProvider | None = None
) -> IdentityProvider | None:
    """Asks the provider first what it is: a mistyped address shows while it can be mended."""
    now, typed = timezone.now(), form.typed
    if kind == Kind.OIDC:
        typed["client_secret"] = typed["client_secret"] or read_kept_secret(request)
    try:
        settings = complete_settings(kind, typed, provider)
        if provider:
            return operations.change_provider(actor=request.user, provider_id=provider.pk, settings=settings, now=now)
        shown = _read_shown_id(request)
        return operations.add_provider(actor=request.user, kind=kind, settings=settings, now=now, shown_id=shown)
    except NotLetIn as refusal:
        form.add_error(_field_of(form), say_for_administrators(refusal))
    except Refusal as refusal:
        refuse_form(form, refusal)
    return None


def _say_saved(kept: IdentityProvider, *, was_on: bool) -> str:
    if kept.tried_at:
        return _("Saved.")
    if was_on:
        return _("Saved. It is off the sign-in page until you have tried it again.")
    return _("Saved. Please try it again before people rely on it.")


def _field_of(form: ProviderForm) -> str:
    """Where it was typed whom we asked."""
    if "issuer" in form.fields:
        return "issuer"
    return "metadata" if form.cleaned_data["metadata"] else "metadata_url"


def _show_form(
    request: Request, form: ProviderForm, *, kind: str, provider: IdentityProvider | None = None
) -> HttpResponse:
    secret = _find_secret(request, form) if kind == Kind.OIDC else ""
    if secret:
        form["client_secret"].help_text = _(
            "The secret you typed waits here, sealed, for 15 minutes. Leave this empty to use it."
        )
    is_missing = kind == Kind.SAML and not is_installed()
    entered = provider or _next_of(request, kind)
    context = {
        "form": form,
        "kind": kind,
        "provider": provider,
        "people": provider.accounts.count() if provider else 0,
        "is_only_way_in": provider is not None and queries.is_only_way_in(provider),
        "addresses": queries.addresses_of(entered),
        "next_id": "" if provider else entered.pk,
        "helps": queries.read_help(kind),
        "missing": SamlMissing() if is_missing else None,
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "single_sign_on/provider_form.html", context, status=status)
    if secret:
        keep_secret(request, response, secret)
    else:
        forget_secret(request, response)
    return response


def _next_of(request: Request, kind: str) -> IdentityProvider:
    """The one that is being entered: its addresses are known before it is kept."""
    return IdentityProvider(pk=queries.next_provider_id(request.user), kind=kind)


def _read_shown_id(request: Request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("next_id", ""))
    except ValueError:
        return None


def _find_secret(request: Request, form: ProviderForm) -> str:
    """What was typed now, or the last time that the form was refused; opened anew, it is forgotten."""
    if not form.is_bound:
        return ""
    return form.cleaned_data.get("client_secret") or read_kept_secret(request)


def _lead_to(request: Request, provider: IdentityProvider) -> HttpResponse:
    response = redirect("single_sign_on:provider", provider.pk)
    forget_secret(request, response)
    return response


def _require_administrator(request: Request) -> None:
    organization = request.user.organization
    require(may_keep_providers(request.user, organization, on=organization.today(timezone.now())))


def _access(request: Request, provider_id: uuid.UUID) -> IdentityProvider:
    """404 for another organization's, 403 for colleagues who keep none."""
    try:
        provider = operations.access_provider(request.user, provider_id)
    except IdentityProvider.DoesNotExist as problem:
        raise Http404 from problem
    _require_administrator(request)
    return provider
