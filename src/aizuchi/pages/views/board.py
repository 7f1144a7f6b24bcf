from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.pages.queries.board import get_board
from aizuchi.people.requests import Request


@require_GET
@login_required
def board(request: Request) -> HttpResponse:
    now = timezone.now()
    by_wait = request.GET.get("by") == "wait"
    context = {"board": get_board(viewer=request.user, now=now, by_wait=by_wait), "by_wait": by_wait, "now": now}
    return render(request, "pages/board.html", context)
