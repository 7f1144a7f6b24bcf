"""When and where."""

import datetime
import uuid
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods

from aizuchi.availability.recurrence import rule_of_cadence
from aizuchi.kernel.addresses import go_back, way_back
from aizuchi.kernel.days import read_day
from aizuchi.kernel.measure import read_number
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import operations, policies, queries
from aizuchi.meetings.booked_spaces import booked_space_of, latest_space_of
from aizuchi.meetings.forms import ANY_ROOM, OWN_RULE, ArrangementForm, NoSpaceIsFree
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_pair
from aizuchi.meetings.operations.arrangement import Arrangement
from aizuchi.meetings.operations.schedule import DatedMeanwhile
from aizuchi.meetings.queries.proposals import list_offered
from aizuchi.meetings.queries.times import FARTHEST, describe_obstacles, find_times
from aizuchi.meetings.views.answers import changes, done, prepare_address, tell_with_undo
from aizuchi.pairs.models import Pair
from aizuchi.people.requests import Request
from aizuchi.spaces.queries import list_space_choices
from aizuchi.ui.formatting import format_time

NAMED = 5


@login_required
@require_http_methods(["GET", "POST"])
def schedule(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """A date for the pair's next 1on1, or one more."""
    pair = access_pair(viewer=request.user, pair_id=pair_id)
    require(policies.may_arrange(request.user, pair, timezone.now()))
    if request.method == "GET":
        return _render_schedule_form(request, pair, _asked_again(request, _propose(request, pair)))
    form = ArrangementForm.typed(request.POST)
    try:
        arrangement = _with_room(request, form)
        if against := _speaks_against(request, pair, form, arrangement):
            return _render_schedule_form(request, pair, form, against=against, status=409)
        if form.repeat:
            return _repeat(request, pair, form, arrangement)
        meeting = operations.schedule_meeting(
            actor=request.user,
            pair_id=pair_id,
            arrangement=arrangement,
            meant=form.meant_id,
            now=timezone.now(),
        )
    except DatedMeanwhile as refusal:
        form.refuse(refusal)
        form.meant = ""  # having read it, one may still want another one
        return _render_schedule_form(request, pair, form, status=409)
    except Refusal as refusal:
        form.refuse(refusal)
        return _render_schedule_form(request, pair, form, status=422)
    return _back(request, meeting)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.access_meeting(viewer=request.user, meeting_id=meeting_id)
    require(policies.may_move(request.user, meeting, timezone.now()))
    if request.method == "GET":
        form = ArrangementForm.of(
            meeting, starts_at=meeting.starts_at, place_of=None, space_id=booked_space_of(meeting)
        )
        if meeting.starts_at is None:
            form = _propose(request, meeting.pair)
        return _render_schedule_form(request, meeting.pair, _asked_again(request, form), meeting=meeting)
    form = ArrangementForm.typed(request.POST)
    try:
        arrangement = _with_room(request, form, meeting=meeting)
        if against := _speaks_against(request, meeting.pair, form, arrangement, meeting=meeting):
            return _render_schedule_form(request, meeting.pair, form, meeting=meeting, against=against, status=409)
        if form.scope != "one" and meeting.series_id:
            return _move_series(request, meeting, form, arrangement)
        meeting = operations.move_meeting(
            actor=request.user,
            meeting_id=meeting_id,
            arrangement=arrangement,
            version=read_number(form.version) or 0,
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        form.version = str(meeting.version)  # having read who changed what, one may still move it
        return _render_schedule_form(request, meeting.pair, form, meeting=meeting, status=422)
    return _back(request, meeting)


@changes
def leave_out(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.leave_out(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    say = _("It is left out. What you prepared is kept for the next one.")
    undo = reverse("meetings:restore", args=[meeting.pk])
    return done(request, "state", back=reverse("pair", args=[meeting.pair_id]), say=say, undo=undo)


@changes
def stop_series(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    stopped = operations.stop_series(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    say = _("They no longer come back. What you prepared is kept for the next one.")
    name = "meetings:resume_series" if stopped.series_id else "meetings:restore"
    undo = reverse(name, args=[stopped.pk])
    return done(request, "state", back=reverse("pair", args=[stopped.pair_id]), say=say, undo=undo)


@changes
def resume_series(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    resumed = operations.resume_series(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    told = _say_back(resumed.back)
    if resumed.left_out:
        told = pgettext("two sentences", "%(one)s %(other)s") % {"one": told, "other": _say_left_out(resumed.left_out)}
    return done(request, "state", back=reverse("pair", args=[resumed.pair_id]), say=told)


def _say_back(count: int) -> str:
    say = ngettext("They come back as before: %(count)d 1on1.", "They come back as before: %(count)d 1on1s.", count)
    return say % {"count": count}


def _say_left_out(count: int) -> str:
    say = ngettext("%(count)d is left out: its time is taken.", "%(count)d are left out: their times are taken.", count)
    return say % {"count": count}


@changes
def cancel(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    cancelled = operations.cancel_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    say = _("The date is taken off. What you prepared is kept for the next one.")
    undo = reverse("meetings:restore", args=[cancelled.pk])
    heir_id = cancelled.continued_as_id or meeting_id
    if heir_id != meeting_id and not request.htmx:  # the page of what no longer takes place leads nowhere
        tell_with_undo(request, say, undo)
        return HttpResponseRedirect(prepare_address(heir_id))
    return done(request, "state", back=prepare_address(heir_id), say=say, undo=undo)


@changes
def restore(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.restore_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    assert meeting.starts_at is not None
    say = _("It takes place after all: %(time)s.") % {"time": format_time(meeting.starts_at)}
    return done(request, "state", back=prepare_address(meeting.pk), say=say)


def _propose(request: Request, pair: Pair) -> ArrangementForm:
    """As last time: same length, same place, and a day that fits the rhythm."""
    took_place = Meeting.objects.visible_to(request.user).filter(pair=pair, state__in=["held", "closed"])
    latest = took_place.order_by("-starts_at").first()
    planned = Meeting.objects.visible_to(request.user).filter(pair=pair, state="planned")
    undated = planned.filter(starts_at__isnull=True).first() or Meeting(pair=pair, minutes=pair.minutes)
    after = planned.filter(starts_at__isnull=False).order_by("-starts_at").first() or latest
    starts_at = None
    if after:
        after.pair = pair
        starts_at = queries.suggest_next_start(viewer=request.user, meeting=after, now=timezone.now())
    space_id = latest_space_of(latest) if latest else None
    return ArrangementForm.of(undated, starts_at=starts_at, place_of=latest, space_id=space_id)


def _asked_again(request: Request, form: ArrangementForm) -> ArrangementForm:
    """Another length, place or week is looked at without losing what stands in the fields."""
    for name in ("date", "time", "minutes", "place_kind", "place", "video_url", "room"):
        if name in request.GET:
            setattr(form, name, request.GET[name].strip())
    return form


def _with_room(request: Request, form: ArrangementForm, *, meeting: Meeting | None = None) -> Arrangement:
    """As it was typed, with a room where any will do. Raises NoSuchTime, NoSpaceIsFree."""
    wanted = form.read()
    if form.room != ANY_ROOM or wanted.place_kind == Meeting.Place.VIDEO:
        return wanted
    choices = list_space_choices(
        viewer=request.user,
        starts_at=wanted.starts_at,
        minutes=wanted.minutes,
        but=meeting.booking_id if meeting else None,
    )
    free = next((choice for choice in choices if choice.is_free), None)
    if free is None:
        raise NoSpaceIsFree
    return replace(wanted, space_id=free.id)


def _repeat(request: Request, pair: Pair, form: ArrangementForm, wanted: Arrangement) -> HttpResponse:
    """Raises what the operation refuses."""
    scheduled = operations.repeat_meetings(
        actor=request.user,
        pair_id=pair.pk,
        arrangement=wanted,
        rule=_rule(pair, form, wanted),
        shift=form.shift,
        meant=form.meant_id,
        now=timezone.now(),
    )
    first = min(scheduled, key=lambda meeting: meeting.starts_at or timezone.now())
    assert first.starts_at is not None
    say = ngettext("%(count)s date, from %(time)s on.", "%(count)s dates, from %(time)s on.", len(scheduled))
    messages.success(request, say % {"count": len(scheduled), "time": format_time(first.starts_at)})
    if wanted.space_id and (without := sorted(one.starts_at for one in scheduled if one.starts_at and not one.place)):
        _tell_without_room(request, without)
    return go_back(request, prepare_address(first.pk))


def _rule(pair: Pair, form: ArrangementForm, wanted: Arrangement) -> str:
    day = timezone.localtime(wanted.starts_at).date()
    return form.rule if form.repeat == OWN_RULE else rule_of_cadence(pair.cadence, day)


def _tell_without_room(request: Request, moments: list[datetime.datetime]) -> None:
    """All are counted, the first ones named."""
    say = ngettext(
        "The room isn't free for %(count)s of them: %(times)s.",
        "The room isn't free for %(count)s of them: %(times)s.",
        len(moments),
    )
    times = pgettext("between times", ", ").join(format_time(moment) for moment in moments[:NAMED])
    messages.warning(request, say % {"count": len(moments), "times": times + ("…" if len(moments) > NAMED else "")})


def _move_series(request: Request, meeting: Meeting, form: ArrangementForm, wanted: Arrangement) -> HttpResponse:
    """Raises what the operation refuses."""
    moved = operations.move_series(
        actor=request.user,
        meeting_id=meeting.pk,
        starts_at=wanted.starts_at,
        scope=form.scope,
        now=timezone.now(),
    )
    say = ngettext("%(count)s 1on1 is moved.", "%(count)s 1on1s are moved.", len(moved)) % {"count": len(moved)}
    messages.success(request, say)
    return go_back(request, prepare_address(meeting.pk))


def _speaks_against(
    request: Request, pair: Pair, form: ArrangementForm, wanted: Arrangement, *, meeting: Meeting | None = None
) -> str:
    """Told before anything is settled, and asked only once. Raises BadRule."""
    if form.anyway or (meeting and meeting.starts_at == wanted.starts_at):
        return ""
    starts = [wanted.starts_at]
    if form.repeat and not meeting:
        starts = operations.preview_repeat(
            actor=request.user,
            pair=pair,
            starts_at=wanted.starts_at,
            rule=_rule(pair, form, wanted),
            shift=form.shift,
        )
    if meeting:
        starts = operations.preview_move(
            meeting=meeting, starts_at=wanted.starts_at, scope=form.scope, now=timezone.now()
        )
    return describe_obstacles(viewer=request.user, pair=pair, starts=starts, minutes=wanted.minutes)


def _render_schedule_form(
    request: Request,
    pair: Pair,
    form: ArrangementForm,
    *,
    meeting: Meeting | None = None,
    against: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    length = read_number(form.minutes, least=5, most=480) or pair.minutes
    context = {
        "form": form,
        "pair": pair,
        "partner": pair.partner_of(request.user),
        "meeting": queries.row_of(meeting, viewer=request.user, now=now) if meeting else None,
        "is_in_series": meeting is not None and meeting.series_id is not None,
        "has_rhythm": bool(rule_of_cadence(pair.cadence, timezone.localdate(now))),
        "may_cancel": meeting is not None and policies.may_cancel(request.user, meeting, now),
        "today": timezone.localdate(now),
        "next": way_back(request, ""),
        "against": against,
        "times": find_times(
            viewer=request.user,
            pair=pair,
            meeting=meeting,
            minutes=length,
            in_person=form.place_kind != Meeting.Place.VIDEO,
            now=now,
            monday=_read_monday(request.GET.get("week", ""), now),
            room=form.room,
        ),
        "rooms": list_space_choices(
            viewer=request.user, starts_at=form.starts_at, minutes=length, but=meeting.booking_id if meeting else None
        ),
        "offered": list_offered(viewer=request.user, now=now, pair_id=pair.pk),
    }
    return render(request, "meetings/schedule.html", context, status=status)


def _read_monday(text: str, now: datetime.datetime) -> datetime.date | None:
    """Of the week that is asked for, as far as one can look ahead."""
    day = read_day(text)
    if day is None:
        return None
    today = timezone.localdate(now)
    day = min(max(day, today), today + FARTHEST - datetime.timedelta(weeks=1))
    return day - datetime.timedelta(days=day.weekday())


def _back(request: Request, meeting: Meeting) -> HttpResponse:
    assert meeting.starts_at is not None
    messages.success(request, _("It's a date: %(time)s.") % {"time": format_time(meeting.starts_at)})
    return go_back(request, prepare_address(meeting.pk))
