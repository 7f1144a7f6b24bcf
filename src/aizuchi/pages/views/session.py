"""SESSION: the room in which the two talk, the same on both screens."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.actions.queries import list_of_meeting
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.pages.queries.session import read_session, read_talk, read_whole
from aizuchi.people.requests import Request


@login_required
@require_GET
def session(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    screen = read_session(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    return render(request, "pages/session.html", {"screen": screen, "way_back": request.path})


@login_required
@require_GET
def talk(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """What both screens follow: agenda, sheets, clock and foot. `have` names the notes that are alive on the page."""
    screen = read_talk(
        viewer=request.user,
        meeting_id=meeting_id,
        now=timezone.now(),
        on_screen=request.GET.getlist("have"),
        writing=request.GET.get("writing", ""),
    )
    return render(request, "pages/session_parts.html#talk", {"screen": screen})


@login_required
@require_GET
def actions(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    access_meeting(viewer=request.user, meeting_id=meeting_id)
    made = list_of_meeting(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    context = {"actions": made, "meeting_id": meeting_id, "way_back": reverse("session", args=[meeting_id])}
    return render(request, "pages/session_parts.html#todos", context)


@login_required
@require_GET
def whole(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """For a page that was opened before the 1on1 began."""
    note = read_whole(viewer=request.user, meeting_id=meeting_id)
    return render(request, "pages/session_parts.html#whole", {"screen": {"whole": note, "meeting": {"id": meeting_id}}})
