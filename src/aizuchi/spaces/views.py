"""Rooms and days, for HR and administrators."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.calendars import policies
from aizuchi.calendars.days import public_holidays
from aizuchi.calendars.forms import TitleForm
from aizuchi.calendars.importing import LeftOut, read_days
from aizuchi.calendars.models import DayRules, OrganizationDay, Resource
from aizuchi.calendars.office_forms import CountryForm, DayForm, DaysFileForm, RoomForm
from aizuchi.calendars.operations import days, rooms, wishes
from aizuchi.calendars.queries.rooms import list_rooms
from aizuchi.calendars.queries.settings import room_calendar
from aizuchi.calendars.shown import title_of_organization
from aizuchi.kernel.bodies import takes_a_file
from aizuchi.kernel.days import read_day
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

P = ParamSpec("P")
AHEAD = datetime.timedelta(days=400)
LEFT_OUT_SHOWN = 100


def for_keepers(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody but HR and administrators; another organization's room is not there."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if "room_id" in kwargs:
            get_object_or_404(Resource.objects.visible_to(request.user), pk=kwargs["room_id"])
        organization = request.user.organization
        if not policies.may_keep_rooms(request.user, organization, on=organization.today(timezone.now())):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request


@for_keepers
@require_http_methods(["GET", "POST"])
def keep_rooms(request: Request) -> HttpResponse:
    form = RoomForm(request.POST or None, initial={"time_zone": request.user.organization.time_zone})
    if request.method == "POST" and form.is_valid():
        try:
            rooms.add_room(actor=request.user, facts=form.read_facts(), now=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
        else:
            messages.success(request, _("The room can be booked now."))
            return redirect("calendars:rooms")
    title_form = TitleForm(initial={"title": title_of_organization(request.user.organization_id)})
    listed = list_rooms(request.user)
    in_use = sum(not room.is_retired for room in listed)
    context = {"rooms": listed, "in_use": in_use, "form": form, "title_form": title_form}
    return render(request, "calendars/rooms.html", context, status=422 if form.errors else 200)


@for_keepers
@require_http_methods(["GET", "POST"])
def keep_room(request: Request, room_id: uuid.UUID) -> HttpResponse:
    room = get_object_or_404(Resource.objects.visible_to(request.user), pk=room_id)
    form = RoomForm(request.POST or None, initial=RoomForm.starting_from(room))
    if request.method == "POST" and form.is_valid():
        try:
            rooms.edit_room(
                actor=request.user,
                room_id=room_id,
                facts=form.read_facts(),
                version=form.cleaned_data["version"] or 0,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field != "version" else None, str(refusal.sentence))
            form.data = {**request.POST.dict(), **_lists(form), "version": str(room.version)}
        else:
            messages.success(request, _("Saved."))
            return redirect("calendars:rooms")
    context = {"room": room, "form": form, **room_calendar(viewer=request.user, room=room, now=timezone.now())}
    return render(request, "calendars/room.html", context, status=422 if form.errors else 200)


@for_keepers
@require_POST
def name_1on1s(request: Request) -> HttpResponse:
    form = TitleForm(request.POST)
    if form.is_valid():
        wishes.name_1on1s(actor=request.user, title=form.cleaned_data["title"], now=timezone.now())
        messages.success(request, _("From the next change on, calendars show it this way."))
    else:
        messages.warning(request, _("Please choose a title of up to 60 characters."))
    return redirect("calendars:rooms")


@for_keepers
@require_POST
def retire_room(request: Request, room_id: uuid.UUID) -> HttpResponse:
    rooms.retire_room(actor=request.user, room_id=room_id, now=timezone.now())
    messages.success(request, _("Nobody can book it any more. What is booked already stands."))
    return redirect("calendars:rooms")


@for_keepers
@require_POST
def reopen_room(request: Request, room_id: uuid.UUID) -> HttpResponse:
    try:
        rooms.reopen_room(actor=request.user, room_id=room_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The room can be booked again."))
    return redirect("calendars:rooms")


@for_keepers
@require_http_methods(["GET", "POST"])
def keep_days(request: Request) -> HttpResponse:
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days.set_days(actor=request.user, days=[form.read_day()], now=timezone.now())
        messages.success(request, _("Noted. Nobody is offered a time against it."))
        return redirect("calendars:days")
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
        form.add_error("file", str(refusal.sentence))
        return _show_days(request, file_form=form, left_out=found.left_out, status=422)
    told = ngettext("%(count)s day is added.", "%(count)s days are added.", count) % {"count": count}
    messages.success(request, told)
    return _show_days(request, left_out=found.left_out) if found.left_out else redirect("calendars:days")


@for_keepers
@require_POST
def forget_day(request: Request, date: str) -> HttpResponse:
    day = read_day(date)
    if day is None:
        raise Http404
    days.forget_day(actor=request.user, date=day, now=timezone.now())
    messages.success(request, _("That day is again what the calendar says."))
    return redirect("calendars:days")


@for_keepers
@require_POST
def choose_country(request: Request) -> HttpResponse:
    form = CountryForm(request.POST)
    if form.is_valid():
        days.choose_country(actor=request.user, country=form.cleaned_data["country"], now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("calendars:days")


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
    return render(request, "calendars/days.html", context, status=status)


def _next_off(
    own: Sequence[OrganizationDay], public: Sequence[tuple[datetime.date, str]]
) -> tuple[datetime.date, str] | None:
    """What the organization says of a day goes before what the country says."""
    off = [(day.date, day.label or str(day.get_kind_display())) for day in own if day.kind != OrganizationDay.Kind.WORK]
    return min([*off, *public], default=None)


def _lists(form: RoomForm) -> dict[str, Any]:
    """What is chosen more than once, kept beside the rest of what was typed."""
    return {name: form.cleaned_data[name] for name in ("equipment", "weekdays")}
