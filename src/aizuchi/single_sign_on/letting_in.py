"""The last step of every way of coming in by a company account."""

import datetime

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.sign_in import sign_in_person
from aizuchi.accounts.step_up import COMPANY_ALONE, WHOLE, note_proof
from aizuchi.kernel.addresses import is_own_page
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.single_sign_on.groups import apply_groups
from aizuchi.single_sign_on.linking import find_account, note_problem
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn, ProviderAccount
from aizuchi.single_sign_on.proofs import Proof
from aizuchi.single_sign_on.refusals import Cancelled, NotBegunHere, NotLetIn
from aizuchi.single_sign_on.tied_sessions import tie_session
from aizuchi.single_sign_on.trying import note_trial

Purpose = PendingSignIn.Purpose
REMEMBERED, KEEP = "company", datetime.timedelta(days=400)
_SALT = "aizuchi.single_sign_on.remembered"


def recognise(provider: IdentityProvider, proof: Proof, *, now: datetime.datetime) -> ProviderAccount:
    """Raises the kinds of NotLetIn."""
    account = find_account(provider, proof, now=now)
    apply_groups(provider, account.person, proof.groups, now=now)
    return account


def let_in(
    request: HttpRequest,
    provider: IdentityProvider,
    pending: PendingSignIn,
    account: ProviderAccount,
    *,
    sid: str,
    now: datetime.datetime,
) -> HttpResponse:
    """Raises the kinds of NotLetIn."""
    if pending.purpose == Purpose.TRY:
        return _end_trial(request, provider, pending, account, now=now)
    if not provider.is_on:
        raise Cancelled("off")
    back = pending.back if is_own_page(pending.back, request) else "/"
    if pending.purpose == Purpose.PROVE:
        return _end_proof(request, provider, pending, account, back)
    response = sign_in_person(
        request, account.person, proved_by=ProvedBy.COMPANY, is_strong=provider.is_strong, then=back
    )
    tie_session(request, account, sid)
    remember(response, provider)
    return response


def _end_proof(
    request: HttpRequest, provider: IdentityProvider, pending: PendingSignIn, account: ProviderAccount, back: str
) -> HttpResponse:
    """They are signed in already, and it is the same person who came back."""
    if not (pending.person_id == account.person_id == request.user.pk):
        raise NotBegunHere("proof")
    response = redirect(back)
    note_proof(request, response, proved=WHOLE if provider.is_strong else COMPANY_ALONE)
    return response


def _end_trial(
    request: HttpRequest,
    provider: IdentityProvider,
    pending: PendingSignIn,
    account: ProviderAccount,
    *,
    now: datetime.datetime,
) -> HttpResponse:
    """Nobody is signed in by it: it has to be the administrator who began, still sitting there."""
    note_trial(provider_id=provider.pk, version=provider.version, pending=pending, person=account.person, now=now)
    messages.success(request, _("It works: the company account is yours, and this provider recognises you by it."))
    return redirect("single_sign_on:provider", provider.pk)


def refuse(
    request: HttpRequest,
    provider: IdentityProvider,
    refusal: NotLetIn,
    *,
    now: datetime.datetime,
    pending: PendingSignIn | None = None,
) -> HttpResponse:
    is_trial = pending is not None and pending.purpose == Purpose.TRY
    note_problem(provider, refusal, now=now)
    context = {"refusal": refusal, "provider": provider, "is_trial": is_trial}
    return render(request, "single_sign_on/refused.html", context, status=422 if is_trial else 403)


def remember(response: HttpResponse, provider: IdentityProvider) -> None:
    """Which company account this device uses: no more than its key."""
    keep_cookie(response, REMEMBERED, signing.dumps(provider.pk.hex, salt=_SALT), max_age=KEEP)


def recall(request: HttpRequest) -> IdentityProvider | None:
    try:
        key = signing.loads(request.COOKIES.get(REMEMBERED, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return IdentityProvider.objects.on_offer().select_related("organization").filter(pk=key).first()
