from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.people.requests import Request
from aizuchi.surveys.queries import list_results, list_surveys


@require_GET
@login_required
def show_surveys(request: Request) -> HttpResponse:
    now = timezone.now()
    context = {"found": list_surveys(request.user, now=now), "results": list_results(request.user, now=now)}
    return render(request, "surveys/list.html", context)
