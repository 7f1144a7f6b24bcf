import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.kernel.measure import read_number
from aizuchi.people.models import Unit
from aizuchi.people.queries.directory import list_colleagues
from aizuchi.people.requests import Request

FARTHEST = 10_000
LONGEST = 60


@require_GET
@login_required
def find_people(request: Request) -> HttpResponse:
    try:
        directory = list_colleagues(
            viewer=request.user,
            typed=request.GET.get("q", "")[:LONGEST],
            unit_id=_read_unit(request.GET.get("unit", "")),
            number=_read_number(request.GET.get("page", "")),
            on=request.user.organization.today(timezone.now()),
        )
    except Unit.DoesNotExist as problem:
        raise Http404 from problem
    is_part = (request.htmx.target or "").endswith("#found")
    return render(request, f"people/directory.html{'#found' if is_part else ''}", {"directory": directory})


def _read_unit(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if value else None
    except ValueError as problem:
        raise Http404 from problem


def _read_number(value: str) -> int:
    return min(read_number(value, least=1) or 1, FARTHEST)
