from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.hints.models import Impression
from aizuchi.hints.operations import note_invited, note_shown
from aizuchi.pages.queries.home import get_home
from aizuchi.people.requests import Request


@require_GET
@login_required
def home(request: Request) -> HttpResponse:
    now = timezone.now()
    found = get_home(viewer=request.user, now=now)
    if found.hint:
        note_shown(viewer=request.user, cards=[found.hint], place=Impression.Place.HOME, now=now)
    if found.invitation:
        note_invited(viewer=request.user, now=now)
    return render(request, "pages/home.html", {"home": found, "now": now})
