from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.people.requests import Request
from aizuchi.programs.queries.lists import list_programs


@require_GET
@login_required
def show_programs(request: Request) -> HttpResponse:
    return render(request, "programs/list.html", {"found": list_programs(request.user, now=timezone.now())})
