import uuid

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.accounts.leaving import forget_what_was_shown
from aizuchi.accounts.models import SparedDevice
from aizuchi.accounts.operations import sessions as operations
from aizuchi.accounts.policies import may_end_sessions
from aizuchi.accounts.spared_devices import find_spared
from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.queries.access import access_person
from aizuchi.people.requests import Request


@require_POST
@fresh_proof_required
@login_required
def end_session(request: Request, session_id: int) -> HttpResponse:
    try:
        operations.end_session(actor=request.user, session_id=session_id)
    except UserSession.DoesNotExist as problem:
        raise Http404 from problem
    messages.success(request, _("That device is signed out."))
    return redirect("security")


@require_POST
@fresh_proof_required
@login_required
def end_sparing(request: Request, device_id: int) -> HttpResponse:
    try:
        operations.end_sparing(actor=request.user, device_id=device_id)
    except SparedDevice.DoesNotExist as problem:
        raise Http404 from problem
    messages.success(request, _("That device asks for the second check again."))
    return redirect("security")


@require_POST
@fresh_proof_required
@login_required
def end_other_sessions(request: Request) -> HttpResponse:
    here = find_spared(request, request.user, now=timezone.now())
    operations.end_other_sessions(
        actor=request.user, current_key=request.session.session_key, spared_id=here.pk if here else None
    )
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("security")


@require_POST
@fresh_proof_required
@login_required
def end_all_sessions(request: Request) -> HttpResponse:
    """Everywhere means here too: whoever presses this may be sitting at somebody else's computer."""
    operations.end_other_sessions(actor=request.user, current_key=request.session.session_key)
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return forget_what_was_shown(redirect("account_login"))


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def sign_out_other(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    now = timezone.now()
    require(may_end_sessions(request.user, person, on=person.organization.today(now)))
    if request.method != "POST":
        return render(request, "accounts/sign_out_other.html", {"person": person})
    try:
        operations.sign_out_other(actor=request.user, person_id=person.pk, now=now)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("They are signed out on every device, and a mail tells them."))
    return redirect("people:edit", person.pk)
