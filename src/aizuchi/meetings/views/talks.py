"""Ten minutes, at any time."""

import datetime
import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.meetings import operations
from aizuchi.meetings.forms import parse_local_time
from aizuchi.meetings.models import TalkRequest
from aizuchi.meetings.queries.talks import last_day_of_talk
from aizuchi.meetings.views.answers import changes, done
from aizuchi.people.requests import Request

Answer = TalkRequest.Answer


@changes
def ask(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    asked = operations.ask_for_talk(actor=request.user, pair_id=pair_id, now=timezone.now())
    if asked.asked_by_id == request.user.pk:
        say = _("Asked. It passes by on its own if there is no time; nobody counts it.")
    else:
        say = _("%(name)s asks you the same.") % {"name": asked.pair.partner_of(request.user).short_name}
    return done(request, "talk", back=reverse("pair", args=[pair_id]), say=say)


@changes
def answer(request: Request, request_id: uuid.UUID) -> HttpResponse:
    answer = request.POST.get("answer", "")
    asked = operations.answer_talk(
        actor=request.user,
        request_id=request_id,
        answer=answer,
        answer_at=_read(request, request_id, answer),
        now=timezone.now(),
    )
    return done(request, "talk", back=reverse("pair", args=[asked.pair_id]), say=_("Told."))


@changes
def take_day(request: Request, request_id: uuid.UUID) -> HttpResponse:
    asked = operations.take_talk_day(actor=request.user, request_id=request_id, now=timezone.now())
    return done(request, "talk", back=reverse("pair", args=[asked.pair_id]), say=_("Told."))


@changes
def withdraw(request: Request, request_id: uuid.UUID) -> HttpResponse:
    asked = operations.withdraw_talk(actor=request.user, request_id=request_id, now=timezone.now())
    return done(request, "talk", back=reverse("pair", args=[asked.pair_id]))


def _read(request: Request, request_id: uuid.UUID, answer: str) -> datetime.datetime | None:
    """A time is today, or on the last day it is good for where that is over; a day has no hour."""
    if answer == Answer.LATER:
        return parse_local_time(request.POST.get("day", ""), "23:59")
    clock = request.POST.get("time", "")
    moment = parse_local_time(timezone.localdate().isoformat(), clock)
    if moment and moment <= timezone.now():
        day = last_day_of_talk(viewer=request.user, request_id=request_id)
        moment = parse_local_time(day.isoformat(), clock) if day else None
    return moment
