from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.kernel.ids import read_known_key
from aizuchi.kernel.measure import read_page
from aizuchi.people.models import Unit
from aizuchi.people.queries.directory import list_colleagues
from aizuchi.people.requests import Request

FARTHEST = 10_000
LONGEST = 60


@require_GET
@login_required
def find_people(request: Request) -> HttpResponse:
    unit = request.GET.get("unit", "")
    try:
        directory = list_colleagues(
            viewer=request.user,
            typed=request.GET.get("q", "")[:LONGEST],
            unit_id=read_known_key(unit) if unit else None,
            number=read_page(request.GET.get("page"), farthest=FARTHEST),
            on=request.user.organization.today(timezone.now()),
        )
    except Unit.DoesNotExist as problem:
        raise Http404 from problem
    is_part = (request.htmx.target or "").endswith("#found")
    return render(request, f"people/directory.html{'#found' if is_part else ''}", {"directory": directory})
