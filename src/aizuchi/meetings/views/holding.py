"""Start, end, close; and the answers to "did it take place?"."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.meetings import operations
from aizuchi.meetings.forms import read_local_time
from aizuchi.meetings.operations.hold import SAME_OCCASION, TooEarly
from aizuchi.meetings.queries.meetings import row_of
from aizuchi.meetings.views.answers import changes, done, go, prepare_address
from aizuchi.people.requests import Request


@changes
def start(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """Asked once more where it is planned for another time."""
    anyway = bool(request.POST.get("anyway"))
    try:
        operations.start_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now(), anyway=anyway)
    except TooEarly:
        return _ask(request, meeting_id)
    return go(request, reverse("session", args=[meeting_id]))


@changes
def not_yet(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.take_start_back(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    messages.success(request, _("It has not begun. Everything is as it was before."))
    return go(request, prepare_address(meeting_id))


def _ask(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    meeting = operations.access_meeting(viewer=request.user, meeting_id=meeting_id)
    context = {
        "meeting": row_of(meeting, viewer=request.user, now=now),
        "loses_date": meeting.starts_at is not None and abs(meeting.starts_at - now) > SAME_OCCASION,
        "is_past": meeting.starts_at is not None and meeting.starts_at < now,
    }
    return render(request, "meetings/begin.html", context, status=409)


@changes
def end(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.end_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    return go(request, reverse("wrapup", args=[meeting_id]))


@changes
def resume(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.resume_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    return go(request, reverse("session", args=[meeting_id]))


@changes
def confirm_held(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """As planned, or at the time that is told along."""
    held_at = read_local_time(request.POST, "held")
    operations.confirm_held(actor=request.user, meeting_id=meeting_id, held_at=held_at, now=timezone.now())
    return go(request, reverse("wrapup", args=[meeting_id]))


@changes
def deny_held(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = operations.deny_held(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    say = _("Noted. What you prepared is kept for the next one.")
    return done(request, "state", back=prepare_address(meeting.pk), say=say)


@changes
def stop_asking(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.stop_asking(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    return done(request, "state", back=reverse("home"))
