"""“I have a company account.”"""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.people.requests import Request
from aizuchi.single_sign_on.domain_proofs import leads_people, trusted_domains
from aizuchi.single_sign_on.domains import domain_of
from aizuchi.single_sign_on.forms import AddressForm
from aizuchi.single_sign_on.letting_in import recall, refuse
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.pending import Purpose, begin, may_begin
from aizuchi.single_sign_on.refusals import NotLetIn, TooManyBegun
from aizuchi.single_sign_on.sending import let_forms_lead_to, send_to_provider


@never_cache
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The one there is, the one this device used before, or by mail address."""
    on_offer = list(IdentityProvider.objects.on_offer().select_related("organization").order_by("name"))
    form = AddressForm(request.POST or None)
    only = on_offer if len(on_offer) == 1 and leads_people(on_offer[0], now=timezone.now()) else []
    known = only or [found for found in [recall(request)] if found]
    status = 200
    if request.method == "POST" and form.is_valid():
        known = _find_by_address(form.cleaned_data["email"])
        if len(known) == 1:
            sent = send(request, known[0], hint=form.cleaned_data["email"], back=request.POST.get("next", ""))
            return _lead_onward(request, known[0], sent)
        if not known:
            form.add_error("email", _("There is no company sign-in for this address. Please use another way in."))
    if form.errors:
        status = 422
    context = {
        "form": form,
        "known": known,
        "asks_address": bool(on_offer) and not only,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "hint": form.cleaned_data.get("email", "") if form.is_bound and form.is_valid() else "",
    }
    return let_forms_lead_to(render(request, "single_sign_on/choose.html", context, status=status), known)


@never_cache
@require_POST
def start(request: HttpRequest, provider_id: uuid.UUID) -> HttpResponse:
    provider = IdentityProvider.objects.on_offer().select_related("organization").filter(pk=provider_id).first()
    if provider is None:
        raise Http404
    return send(request, provider, hint=request.POST.get("email", "")[:254], back=request.POST.get("next", ""))


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def prove(request: Request) -> HttpResponse:
    """Whoever is signed in proves once more, at the provider, who they are."""
    accounts = ProviderAccount.objects.filter(person=request.user, person__break_glass=None, provider__is_on=True)
    providers = [account.provider for account in accounts.select_related("provider__organization")]
    wanted = (request.POST.get("next") or request.GET.get("next", ""))[:500]
    if request.method == "POST":
        provider = next((one for one in providers if str(one.pk) == request.POST.get("provider")), None)
        if provider is None:
            return redirect("single_sign_on:prove")
        now = timezone.now()
        begun = begin(request, provider, now=now, back=wanted, purpose=Purpose.PROVE, person=request.user)
        try:
            return send_to_provider(provider, begun, hint=request.user.email or "")
        except NotLetIn as refusal:
            return refuse(request, provider, refusal, now=now)
    context = {"providers": providers, "next": wanted}
    return let_forms_lead_to(render(request, "single_sign_on/prove.html", context), providers)


def send(request: HttpRequest, provider: IdentityProvider, *, hint: str, back: str) -> HttpResponse:
    now = timezone.now()
    try:
        if not may_begin(request, now=now):
            raise TooManyBegun
        begun = begin(request, provider, now=now, back=back)
        return send_to_provider(provider, begun, hint=hint)
    except NotLetIn as refusal:
        return refuse(request, provider, refusal, now=now)


def _lead_onward(request: HttpRequest, provider: IdentityProvider, sent: HttpResponse) -> HttpResponse:
    """By a page that goes on by itself. To be sent on from the form for addresses, the policy of its page would have to
    name every provider, and with them whose companies are on this server."""
    if sent.status_code != 302:
        return sent
    page = render(request, "single_sign_on/onward.html", {"provider": provider, "address": sent["Location"]})
    page.cookies = sent.cookies
    return page


def _find_by_address(address: str) -> list[IdentityProvider]:
    on_offer = IdentityProvider.objects.on_offer().select_related("organization")
    claims = trusted_domains(now=timezone.now()).filter(domain=domain_of(address))
    return list(on_offer.filter(domains__in=claims).order_by("name"))
