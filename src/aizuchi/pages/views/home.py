from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.pages.queries.home import get_home
from aizuchi.people.requests import Request


@require_GET
@login_required
def home(request: Request) -> HttpResponse:
    now = timezone.now()
    return render(request, "pages/home.html", {"home": get_home(viewer=request.user, now=now), "now": now})
