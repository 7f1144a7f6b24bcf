from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aizuchi.calendars.forms import TitleForm
from aizuchi.calendars.operations import preferences
from aizuchi.calendars.policies import may_name_1on1s
from aizuchi.kernel.permissions import require
from aizuchi.people.requests import Request


@login_required
@require_POST
def name_1on1s(request: Request) -> HttpResponse:
    organization = request.user.organization
    require(may_name_1on1s(request.user, organization, on=organization.today(timezone.now())))
    form = TitleForm(request.POST)
    if form.is_valid():
        preferences.name_1on1s(actor=request.user, title=form.cleaned_data["title"], now=timezone.now())
        messages.success(request, _("From the next change on, calendars show it this way."))
    else:
        messages.warning(request, _("Please choose a title of up to 60 characters."))
    return redirect("spaces:list")
