"""When and where."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aizuchi.meetings import operations, policies, queries
from aizuchi.meetings.forms import ArrangementForm
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_pair
from aizuchi.meetings.refusals import Refusal
from aizuchi.meetings.spoken import spoken_time
from aizuchi.meetings.views.answers import changes, done, prepare_address, way_back
from aizuchi.pairs.models import Pair
from aizuchi.people.requests import Request


@login_required
@require_http_methods(["GET", "POST"])
def schedule(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    """A date for the pair's next 1on1, or one more."""
    pair = access_pair(viewer=request.user, pair_id=pair_id)
    if not policies.may_arrange(request.user, pair, timezone.now()):
        raise PermissionDenied
    if request.method == "GET":
        return _show(request, pair, _propose(request, pair))
    form = ArrangementForm.typed(request.POST)
    try:
        meeting = operations.schedule_meeting(
            actor=request.user, pair_id=pair_id, arrangement=form.read(), now=timezone.now()
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _show(request, pair, form, status=422)
    return _back(request, meeting)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.access_meeting(viewer=request.user, meeting_id=meeting_id)
    if not policies.may_move(request.user, meeting, timezone.now()):
        raise PermissionDenied
    if request.method == "GET":
        form = ArrangementForm.of(meeting, starts_at=meeting.starts_at, place_of=None)
        if meeting.starts_at is None:
            form = _propose(request, meeting.pair)
        return _show(request, meeting.pair, form, meeting=meeting)
    form = ArrangementForm.typed(request.POST)
    try:
        meeting = operations.move_meeting(
            actor=request.user,
            meeting_id=meeting_id,
            arrangement=form.read(),
            version=int(form.version) if form.version.isdigit() else 0,
            now=timezone.now(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        form.version = str(meeting.version)  # having read who changed what, one may still move it
        return _show(request, meeting.pair, form, meeting=meeting, status=422)
    return _back(request, meeting)


@changes
def cancel(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    cancelled = operations.cancel_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    say = _("The date is taken off. What you prepared is kept for the next one.")
    undo = reverse("meetings:restore", args=[cancelled.pk])
    return done(request, "state", back=prepare_address(meeting_id), say=say, undo=undo)


@changes
def restore(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.restore_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    assert meeting.starts_at is not None
    say = _("It takes place after all: %(time)s.") % {"time": spoken_time(meeting.starts_at)}
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
    return ArrangementForm.of(undated, starts_at=starts_at, place_of=latest)


def _show(
    request: Request, pair: Pair, form: ArrangementForm, *, meeting: Meeting | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "pair": pair,
        "partner": pair.partner_of(request.user),
        "meeting": queries.row_of(meeting, viewer=request.user, now=now) if meeting else None,
        "may_cancel": meeting is not None and policies.may_cancel(request.user, meeting, now),
        "today": timezone.localdate(now),
        "next": way_back(request, ""),
    }
    return render(request, "meetings/schedule.html", context, status=status)


def _back(request: Request, meeting: Meeting) -> HttpResponse:
    assert meeting.starts_at is not None
    messages.success(request, _("It's a date: %(time)s.") % {"time": spoken_time(meeting.starts_at)})
    return HttpResponseRedirect(way_back(request, prepare_address(meeting.pk)))
