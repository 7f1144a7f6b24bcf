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
