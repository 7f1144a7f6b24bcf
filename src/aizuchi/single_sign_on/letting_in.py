"""The last step of every way of coming in by a company account."""

import datetime

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from aizuchi.accounts.models import SignIn
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.sign_in import sign_in_person
from aizuchi.accounts.sign_in_record import note_failure
from aizuchi.accounts.step_up import COMPANY_ALONE, WHOLE, note_proof
from aizuchi.kernel.addresses import is_own_page
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.people.models import Person
from aizuchi.single_sign_on.domain_proofs import is_first_for, is_trusted_for
from aizuchi.single_sign_on.groups import apply_groups, would_lead
from aizuchi.single_sign_on.labels import say_for_administrators
from aizuchi.single_sign_on.linking import Match, check_may_come_in, find_match, link_account, note_problem
from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn, ProviderAccount
from aizuchi.single_sign_on.own_proof import NEVER_USED, needs_own_proof, opens_by_word_alone
from aizuchi.single_sign_on.proofs import Proof
from aizuchi.single_sign_on.refusals import Cancelled, NotBegunHere, NotLetIn, TooManyBegun
from aizuchi.single_sign_on.sending import let_forms_lead_to
from aizuchi.single_sign_on.tied_sessions import tie_session
from aizuchi.single_sign_on.trying import note_trial
from aizuchi.single_sign_on.waiting_links import GOOD_FOR, WaitingLink, keep_waiting

Purpose = PendingSignIn.Purpose
REMEMBERED, KEEP = "company", datetime.timedelta(days=400)
_SALT = "aizuchi.single_sign_on.remembered"


def take_proof(
    request: HttpRequest, provider: IdentityProvider, pending: PendingSignIn, proof: Proof, *, now: datetime.datetime
) -> HttpResponse:
    """A trial changes nothing but its result, and neither does anybody but whose account it is.

    Raises the kinds of NotLetIn.
    """
    match = find_match(provider, proof)
    if pending.purpose == Purpose.TRY:
        return _end_trial(request, provider, pending, match.person, now=now)
    if not provider.is_on:
        raise Cancelled("off")
    check_may_come_in(match.person)
    back = pending.back if is_own_page(pending.back, request) else "/"
    if pending.purpose == Purpose.PROVE:
        return _end_proof(request, provider, pending, match.account, back, now=now)
    account, will_lead = match.account, would_lead(provider, proof.groups)
    if not _suffices(provider, match, will_lead=will_lead, now=now):
        return _let_wait(provider, match.person, proof.uid, back, will_lead=will_lead, now=now)
    if account is None:
        account = link_account(provider, match.person, proof.uid, proved_by=NEVER_USED, now=now)
    apply_groups(provider, account.person, proof.groups, now=now)
    response = sign_in_person(
        request, account.person, proved_by=ProvedBy.COMPANY, is_strong=provider.is_strong, then=back
    )
    tie_session(request, account, proof.sid)
    remember(response, provider)
    return response


def _suffices(provider: IdentityProvider, match: Match, *, will_lead: bool, now: datetime.datetime) -> bool:
    """Its word alone, the first time or as long as nobody proved more."""
    if match.account:
        return not opens_by_word_alone(match.account, will_lead=will_lead, now=now)
    if provider.wants_own_proof or needs_own_proof(match.person, will_lead=will_lead, now=now):
        return False
    address = match.person.email or ""
    return is_first_for(provider, address) and is_trusted_for(provider, address, now=now)


def _let_wait(
    provider: IdentityProvider, person: Person, uid: str, back: str, *, will_lead: bool, now: datetime.datetime
) -> HttpResponse:
    """No group is taken over yet: once it is linked they are sent there again, and come back with them."""
    waiting = WaitingLink(
        provider_id=provider.pk.hex,
        version=provider.version,
        person_id=person.pk.hex,
        uid=uid,
        back=back,
        will_lead=will_lead,
        ends_at=(now + GOOD_FOR).timestamp(),
    )
    response = redirect("single_sign_on:link")
    keep_waiting(response, waiting)
    return response


def _end_proof(
    request: HttpRequest,
    provider: IdentityProvider,
    pending: PendingSignIn,
    account: ProviderAccount | None,
    back: str,
    *,
    now: datetime.datetime,
) -> HttpResponse:
    """They are signed in already, and it is the same person who came back."""
    if account is None or not (pending.person_id == account.person_id == request.user.pk):
        raise NotBegunHere("proof")
    if opens_by_word_alone(account, now=now):
        raise NotBegunHere("linked by the provider's word alone")
    response = redirect(back)
    note_proof(request, response, proved=WHOLE if provider.is_strong else COMPANY_ALONE)
    return response


def _end_trial(
    request: HttpRequest,
    provider: IdentityProvider,
    pending: PendingSignIn,
    person: Person,
    *,
    now: datetime.datetime,
) -> HttpResponse:
    """Nobody is signed in by it: it has to be the administrator who began, still sitting there."""
    note_trial(tried=provider, pending=pending, person=person, now=now)
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
    if not isinstance(refusal, TooManyBegun):
        note_problem(provider, refusal, now=now)
    if refusal.person and not is_trial:
        note_failure(request, way=SignIn.Way.COMPANY, person=refusal.person)
    if is_trial:
        context = {"provider": provider, "problem": say_for_administrators(refusal)}
        return let_forms_lead_to(render(request, "single_sign_on/trial_failed.html", context, status=422), [provider])
    return render(request, "single_sign_on/refused.html", {"refusal": refusal}, status=403)


def remember(response: HttpResponse, provider: IdentityProvider) -> None:
    """Which company account this device uses: no more than its key."""
    keep_cookie(response, REMEMBERED, signing.dumps(provider.pk.hex, salt=_SALT), max_age=KEEP)


def recall(request: HttpRequest) -> IdentityProvider | None:
    try:
        key = signing.loads(request.COOKIES.get(REMEMBERED, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return IdentityProvider.objects.on_offer().select_related("organization").filter(pk=key).first()
