import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.hints.models import Impression
from aizuchi.hints.operations import note_shown
from aizuchi.meetings.operations.openings import note_brief_opened
from aizuchi.pages.queries.brief import get_brief, get_brief_agenda, get_next_step
from aizuchi.people.requests import Request


@require_GET
@login_required
def brief(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    found = get_brief(viewer=request.user, meeting_id=meeting_id, now=now)
    note_shown(viewer=request.user, cards=found.hints, place=Impression.Place.BRIEF, now=now)
    note_brief_opened(viewer=request.user, meeting_id=meeting_id, now=now)
    return render(request, "pages/brief.html", {"brief": found, "now": now})


@require_GET
@login_required
def begun(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    step = get_next_step(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    return render(request, "pages/brief_parts.html#begun_and_next_step", {"brief": step})


@require_GET
@login_required
def agenda(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    found = get_brief_agenda(viewer=request.user, meeting_id=meeting_id, now=now)
    note_shown(viewer=request.user, cards=found.hints, place=Impression.Place.BRIEF, now=now)
    return render(request, "pages/brief_parts.html#agenda", {"brief": found, "now": now})
