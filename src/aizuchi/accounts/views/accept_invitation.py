"""Coming in for the first time."""

import contextlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from aizuchi.accounts.forms.password import FirstPasswordForm
from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.invitation_links import (
    InvitationBroken,
    InvitationOver,
    InvitationStale,
    InvitationUsed,
    read_invitation,
)
from aizuchi.accounts.operations.invitations import accept_invitation, send_invitation_again
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.sign_in import sign_in_person
from aizuchi.accounts.ways import is_company_offered_to, list_ways
from aizuchi.kernel.addresses import is_own_page
from aizuchi.people.models import Person


@never_cache
@sensitive_post_parameters()
def open_invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person = read_invitation(token)
        translation.activate(person.language)
        if wants_company_sign_in(person):
            return render(request, "accounts/invitation_company.html", _tell_ways(request, person))
        form = FirstPasswordForm(request.POST or None, person=person)
        if request.method != "POST" or not form.is_valid():
            context = {"form": form} | _tell_ways(request, person)
            return render(request, "accounts/invitation.html", context)
        accept_invitation(token=token, password=form.cleaned_data["password"], now=timezone.now())
    except InvitationStale as stale:
        return _explain(request, token, is_used=isinstance(stale, InvitationUsed))
    except InvitationBroken as broken:
        is_over = isinstance(broken, InvitationOver)
        return render(request, "accounts/invitation_broken.html", {"is_over": is_over}, status=410 if is_over else 404)
    person.refresh_from_db()
    return sign_in_person(request, person, proved_by=ProvedBy.MAIL_LINK)


@require_POST
def renew_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Says the same whatever the link was: what it is good for shows in the mail box it belongs to."""
    with contextlib.suppress(InvitationBroken):
        send_invitation_again(token=token, now=timezone.now())
    return render(request, "accounts/invitation_sent.html")


def _tell_ways(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What their company offers besides a password, and the page they are led to afterwards."""
    wanted = request.GET.get("next", "")
    ways = list_ways(request) if is_company_offered_to(person) else []
    return {"person": person, "ways": ways, "then": wanted if is_own_page(wanted, request) else ""}


def _explain(request: HttpRequest, token: str, *, is_used: bool) -> HttpResponse:
    return render(request, "accounts/invitation_stale.html", {"token": token, "is_used": is_used}, status=410)
