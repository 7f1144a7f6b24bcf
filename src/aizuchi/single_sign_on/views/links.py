"""“Is this you?” Before a company account is linked to an account that somebody has used, and after it was."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.accounts.throttling import may_ask_for_mail
from aizuchi.kernel import events
from aizuchi.kernel.limits import count
from aizuchi.people.models import Person
from aizuchi.people.requests import Request
from aizuchi.single_sign_on.events import LinkAskedFor
from aizuchi.single_sign_on.letting_in import refuse
from aizuchi.single_sign_on.linking import link_account
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.operations.providers import unlink_own_account
from aizuchi.single_sign_on.own_proof import LINK_MAILS, MAIL_BOX, OWN_MEANS, still_wants_proof, ways_to_prove
from aizuchi.single_sign_on.refusals import NotLetIn
from aizuchi.single_sign_on.sending import let_forms_lead_to
from aizuchi.single_sign_on.views.entrance import send
from aizuchi.single_sign_on.waiting_links import (
    WaitingLink,
    is_mail_link_of,
    read_undo_link,
    read_waiting,
    stop_waiting,
)

Found = tuple[WaitingLink, IdentityProvider, Person]


@never_cache
@require_GET
def ask(request: HttpRequest) -> HttpResponse:
    found = _find(request)
    if found is None:
        return _say_over(request)
    waiting, provider, person = found
    ways = ways_to_prove(person, will_lead=waiting.will_lead, now=timezone.now())
    context = {"provider": provider, "ways": ways, "is_sent": False}
    return render(request, "single_sign_on/link.html", context)


@fresh_proof_required
@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def link_mine(request: Request) -> HttpResponse:
    """Whoever comes here has just shown all that opened their account until now."""
    found = _find(request)
    if found is None:
        return _say_over(request)
    waiting, provider, person = found
    if still_wants_proof(person, will_lead=waiting.will_lead, now=timezone.now()):
        return redirect("single_sign_on:link")
    is_mine = person.pk == request.user.pk
    if request.method == "POST" and is_mine:
        return _link(request, found, proved_by=OWN_MEANS)
    context = {"provider": provider, "is_mine": is_mine}
    return let_forms_lead_to(render(request, "single_sign_on/link_sure.html", context), [provider])


@never_cache
@require_POST
def ask_for_mail(request: HttpRequest) -> HttpResponse:
    found, now = _find(request), timezone.now()
    if found is None:
        return _say_over(request)
    waiting, provider, person = found
    ways = ways_to_prove(person, will_lead=waiting.will_lead, now=now)
    if not ways.by_mail:
        return redirect("single_sign_on:link")
    if may_ask_for_mail(request, now=now) and count(LINK_MAILS, person.pk.hex, now=now):
        asked = LinkAskedFor(
            person_id=person.pk, provider_id=provider.pk, mark=waiting.mark, actor_id=person.pk, at=now
        )
        with transaction.atomic():
            events.publish(asked)
    return render(request, "single_sign_on/link.html", {"provider": provider, "ways": ways, "is_sent": True})


@never_cache
@require_http_methods(["GET", "POST"])
def link_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """In the browser that brought the company account only: the link alone, sent on, links nothing."""
    found = _find(request)
    if found is None or not is_mail_link_of(token, found[0], found[2]):
        return _say_over(request)
    waiting, provider, person = found
    if not ways_to_prove(person, will_lead=waiting.will_lead, now=timezone.now()).by_mail:
        return _say_over(request)
    if request.method == "POST":
        return _link(request, found, proved_by=MAIL_BOX)
    context = {"provider": provider, "is_mine": True}
    return let_forms_lead_to(render(request, "single_sign_on/link_sure.html", context), [provider])


@never_cache
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail that told of it: whoever reads that mail box need not come in for it."""
    account = read_undo_link(token)
    if account is None:
        return render(request, "single_sign_on/unlinked.html", {"is_over": True}, status=404)
    if request.method == "POST":
        unlink_own_account(account.pk, now=timezone.now())
        return render(request, "single_sign_on/unlinked.html", {"is_over": False})
    return render(request, "single_sign_on/unlink.html", {"account": account})


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def unlink(request: Request, account_id: uuid.UUID) -> HttpResponse:
    mine = ProviderAccount.objects.select_related("provider", "person").filter(person=request.user)
    account = get_object_or_404(mine, pk=account_id)
    if request.method == "POST":
        unlink_own_account(account.pk, now=timezone.now())
        messages.success(request, _("Unlinked. Please sign in once more."))
        return redirect("account_login")
    return render(request, "single_sign_on/unlink.html", {"account": account})


def _find(request: HttpRequest) -> Found | None:
    """What waits in this browser, if its provider is on offer still and its person is here."""
    waiting = read_waiting(request, now=timezone.now())
    if waiting is None:
        return None
    on_offer = IdentityProvider.objects.on_offer().select_related("organization")
    provider = on_offer.filter(pk=uuid.UUID(waiting.provider_id)).first()
    if provider and provider.version != waiting.version:
        return None
    people = Person.objects.select_related("organization").filter(pk=uuid.UUID(waiting.person_id))
    person: Person | None = people.first()
    if provider is None or person is None or not person.is_active:
        return None
    return (waiting, provider, person) if person.organization_id == provider.organization_id else None


def _link(request: HttpRequest, found: Found, *, proved_by: str) -> HttpResponse:
    """Then once more to the provider, which comes back at once: now it opens."""
    waiting, provider, person = found
    now = timezone.now()
    try:
        link_account(provider, person, waiting.uid, proved_by=proved_by, now=now)
    except NotLetIn as refusal:
        return refuse(request, provider, refusal, now=now)
    messages.success(request, _("Linked: from now on %(name)s opens your account here.") % {"name": provider.name})
    response = send(request, provider, hint=person.email or "", back=waiting.back)
    stop_waiting(response)
    return response


def _say_over(request: HttpRequest) -> HttpResponse:
    return render(request, "single_sign_on/link_over.html", status=404)
