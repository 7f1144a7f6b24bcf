"""Start, end, close; and the answers to "did it take place?"."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.meetings import operations
from aizuchi.meetings.forms import read_local_time
from aizuchi.meetings.views.answers import changes, done, go, prepare_address
from aizuchi.people.requests import Request


@changes
def start(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    operations.start_meeting(actor=request.user, meeting_id=meeting_id, now=timezone.now())
    return go(request, reverse("session", args=[meeting_id]))


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
