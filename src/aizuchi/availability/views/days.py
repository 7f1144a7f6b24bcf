"""Holidays and the organization's own days, for HR and administrators."""

import datetime
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.availability import policies
from aizuchi.availability.day_import import LeftOut, read_days
from aizuchi.availability.days_off import public_holidays
from aizuchi.availability.forms import CountryForm, DayForm, DaysFileForm
from aizuchi.availability.models import DayRules, OrganizationDay
from aizuchi.availability.operations import days
from aizuchi.kernel.bodies import takes_a_file
from aizuchi.kernel.days import read_day
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

P = ParamSpec("P")
AHEAD = datetime.timedelta(days=400)
LEFT_OUT_SHOWN = 100


def for_keepers(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody but HR and administrators."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        organization = request.user.organization
        require(policies.may_keep_days(request.user, organization, on=organization.today(timezone.now())))
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request


@for_keepers
@require_http_methods(["GET", "POST"])
def keep_days(request: Request) -> HttpResponse:
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days.set_days(actor=request.user, days=[form.read_day()], now=timezone.now())
        messages.success(request, _("Noted. Nobody is offered a time against it."))
        return redirect("availability:days")
    return _show_days(request, form=form, status=422 if form.errors else 200)


@takes_a_file(1)
@for_keepers
@require_POST
def import_days(request: Request) -> HttpResponse:
    form = DaysFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_days(request, file_form=form, status=422)
    now = timezone.now()
    found = read_days(form.cleaned_data["file"].read(), today=request.user.organization.today(now))
    try:
        count = days.set_days(actor=request.user, days=found.days, now=now)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return _show_days(request, file_form=form, left_out=found.left_out, status=422)
    told = ngettext("%(count)s day is added.", "%(count)s days are added.", count) % {"count": count}
    messages.success(request, told)
    return _show_days(request, left_out=found.left_out) if found.left_out else redirect("availability:days")


@for_keepers
@require_POST
def forget_day(request: Request, date: str) -> HttpResponse:
    day = read_day(date)
    if day is None:
        raise Http404
    days.forget_day(actor=request.user, date=day, now=timezone.now())
    messages.success(request, _("That day is again what the calendar says."))
    return redirect("availability:days")


@for_keepers
@require_POST
def choose_country(request: Request) -> HttpResponse:
    form = CountryForm(request.POST)
    if form.is_valid():
        days.choose_country(actor=request.user, country=form.cleaned_data["country"], now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("availability:days")


def _show_days(
    request: Request,
    *,
    form: DayForm | None = None,
    file_form: DaysFileForm | None = None,
    left_out: Sequence[LeftOut] = (),
    status: int = 200,
) -> HttpResponse:
    organization = request.user.organization
    rules = DayRules.objects.filter(organization=organization).first()
    country = rules.country if rules else "JP"
    today = organization.today(timezone.now())
    own = {day.date: day for day in OrganizationDay.objects.filter(organization=organization, date__gte=today)}
    public = sorted(public_holidays(country, first=today, until=today + AHEAD).items())
    context = {
        "next_off": _next_off(list(own.values()), [pair for pair in public if pair[0] not in own]),
        "left_out": left_out[:LEFT_OUT_SHOWN],
        "left_out_more": max(0, len(left_out) - LEFT_OUT_SHOWN),
        "own": list(own.values()),
        "public": [(day, name, day in own) for day, name in public],
        "form": form or DayForm(),
        "file_form": file_form or DaysFileForm(),
        "country_form": CountryForm(initial={"country": country}),
    }
    return render(request, "availability/days.html", context, status=status)


def _next_off(
    own: Sequence[OrganizationDay], public: Sequence[tuple[datetime.date, str]]
) -> tuple[datetime.date, str] | None:
    """What the organization says of a day goes before what the country says."""
    off = [(day.date, day.label or str(day.get_kind_display())) for day in own if day.kind != OrganizationDay.Kind.WORK]
    return min([*off, *public], default=None)
