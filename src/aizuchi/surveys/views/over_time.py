import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from aizuchi.people.requests import Request
from aizuchi.surveys.queries import get_over_time
from aizuchi.surveys.result_words import draw_themes
from aizuchi.surveys.views.results import read_group


@require_GET
@login_required
def show_over_time(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    found = get_over_time(request.user, survey_id, group_id=read_group(request), now=timezone.now())
    context = {"found": found, "survey": found.survey, "themes": draw_themes(found, get_language() or "ja")}
    return render(request, "surveys/over_time.html", context)
