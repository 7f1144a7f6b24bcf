from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.calendars.forms import PreferencesForm
from aizuchi.calendars.operations.preferences import save_preferences
from aizuchi.calendars.queries.settings import calendar_settings
from aizuchi.people.requests import Request


@require_GET
@login_required
def show_settings(request: Request) -> HttpResponse:
    page = calendar_settings(viewer=request.user, now=timezone.now())
    return render(request, "calendars/settings.html", {"page": page})


@require_POST
@login_required
def set_preferences(request: Request) -> HttpResponse:
    form = PreferencesForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        page = calendar_settings(viewer=request.user, now=now, preferences_form=form)
        return render(request, "calendars/settings.html", {"page": page}, status=422)
    save_preferences(actor=request.user, now=now, **form.cleaned_data)
    messages.success(request, _("Saved. From the next change on, your calendar shows it this way."))
    return redirect("calendars:settings")
