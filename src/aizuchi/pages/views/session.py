"""SESSION: the room in which the two talk, the same on both screens."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.pages.queries.session import read_session
from aizuchi.people.requests import Request


@login_required
@require_GET
def session(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    on_screen = request.GET.getlist("have") if request.htmx else []
    screen = read_session(
        viewer=request.user,
        meeting_id=meeting_id,
        now=timezone.now(),
        on_screen=on_screen,
        writing=request.GET.get("writing", ""),
    )
    return render(request, "pages/session.html", {"screen": screen, "way_back": request.path})


@login_required
@require_GET
def whole(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    """The note on the 1on1 as a whole, for a page that was opened before it began."""
    screen = read_session(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    return render(request, "pages/session_parts.html#whole", {"screen": screen})
