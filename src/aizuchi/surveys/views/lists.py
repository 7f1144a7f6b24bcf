from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.people.requests import Request
from aizuchi.surveys import policies
from aizuchi.surveys.queries import list_results, list_surveys
from aizuchi.surveys.queries.clarity import is_clarity_wanted


@require_GET
@login_required
def show_surveys(request: Request) -> HttpResponse:
    now = timezone.now()
    context = {"found": list_surveys(request.user, now=now), "results": list_results(request.user, now=now)}
    if policies.may_wish_for_clarity(request.user, on=request.user.organization.today(now)):
        context["clarity"] = {"is_wanted": is_clarity_wanted(request.user.organization_id)}
    return render(request, "surveys/list.html", context)
