import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.people.requests import Request
from aizuchi.surveys.queries import get_together
from aizuchi.surveys.reading.associations import FEWEST_GROUPS
from aizuchi.surveys.together_words import list_together


@require_GET
@login_required
def show_together(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    found = get_together(request.user, survey_id, now=timezone.now())
    lines = list_together(found.told) if found.told else []
    context = {"found": found, "survey": found.survey, "lines": lines, "fewest": FEWEST_GROUPS}
    return render(request, "surveys/together.html", context)
