"""HR and administrators ask people in."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from aizuchi.people import policies
from aizuchi.people.operations.invite import Invited, invite_everybody_new, invite_people
from aizuchi.people.queries import invitations as queries
from aizuchi.people.requests import Request


@require_GET
@login_required
def list_invitations(request: Request) -> HttpResponse:
    today = request.user.organization.today(timezone.now())
    policies.require(policies.may_edit_people(request.user, request.user.organization, on=today))
    invitations = queries.list_invitations(viewer=request.user, on=today)
    return render(request, "people/invitations.html", {"invitations": invitations})


@require_POST
@login_required
def invite(request: Request) -> HttpResponse:
    now = timezone.now()
    if "everybody" in request.POST:
        invited = invite_everybody_new(actor=request.user, now=now)
    else:
        chosen = _read_keys(request.POST.getlist("person"))
        invited = invite_people(actor=request.user, person_ids=chosen, now=now)
    messages.success(request, _say(invited))
    return redirect("people:invitations")


def _read_keys(values: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(value) for value in values]
    except ValueError as problem:
        raise Http404 from problem


def _say(invited: Invited) -> str:
    if not invited.count:
        return _("Nobody was chosen, so no mail went out.")
    told = ngettext("One invitation is on its way.", "%(count)d invitations are on their way.", invited.count)
    return told % {"count": invited.count}
