from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.permissions import require
from aizuchi.notifications.trial import TrialFailed, send_trial_mail
from aizuchi.pages.queries.first_days import get_first_days
from aizuchi.people.policies import may_edit_people
from aizuchi.people.requests import Request


@require_GET
@login_required
def first_days(request: Request) -> HttpResponse:
    found = get_first_days(viewer=request.user, on=request.user.organization.today(timezone.now()))
    if found is None:
        raise PermissionDenied
    return render(request, "pages/first_days.html", {"days": found})


@require_POST
@login_required
def try_mail(request: Request) -> HttpResponse:
    now = timezone.now()
    organization = request.user.organization
    require(may_edit_people(request.user, organization, on=organization.today(now)))
    try:
        address = send_trial_mail(actor=request.user, now=now)
    except TrialFailed as problem:
        messages.error(request, str(problem))
    else:
        messages.success(
            request, _("A mail is on its way to %(address)s. Please look whether it arrives.") % {"address": address}
        )
    return redirect("first_days")
