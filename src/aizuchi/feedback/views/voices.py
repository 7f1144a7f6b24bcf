import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from aizuchi.feedback.queries.voices import get_voice
from aizuchi.people.requests import Request


@require_GET
@cache_control(private=True, max_age=600)  # home fetches it for everybody entitled: opening it then asks nothing
@login_required
def voice(request: Request, right_id: uuid.UUID) -> HttpResponse:
    """Where the mentee answers. What they answer goes another way, without their name: see islands/voice.ts."""
    found = get_voice(viewer=request.user, right_id=right_id, now=timezone.now())
    return render(request, "feedback/voice.html" if found else "feedback/voice_over.html", {"voice": found})
