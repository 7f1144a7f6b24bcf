from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.pages.queries.first_days import get_first_days
from aizuchi.people.requests import Request


@require_GET
@login_required
def first_days(request: Request) -> HttpResponse:
    found = get_first_days(viewer=request.user, on=request.user.organization.today(timezone.now()))
    if found is None:
        raise PermissionDenied
    return render(request, "pages/first_days.html", {"days": found})
