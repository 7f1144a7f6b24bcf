import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.answer_lines import list_answer_lines
from aizuchi.surveys.queries import list_named_answers
from aizuchi.surveys.views.results import read_group


@require_GET
@login_required
def show_people(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    number, now = request.GET.get("page", "1"), timezone.now()
    named = list_named_answers(request.user, survey_id, group_id=read_group(request), number=number, now=now)
    return render(request, "surveys/named_people.html", {"named": named, "survey": named.survey})


@require_POST
@login_required
def read_person(request: Request, survey_id: uuid.UUID, sheet_id: uuid.UUID) -> HttpResponse:
    """Reading stands in the record, so that it is asked for by a button."""
    sheet = operations.read_named_answers(
        actor=request.user, survey_id=survey_id, sheet_id=sheet_id, now=timezone.now()
    )
    survey = sheet.participant.survey
    sections = list_answer_lines(survey.read(), sheet.answers, {}, language=get_language() or "ja")
    context = {"survey": survey, "person": sheet.participant.person, "sheet": sheet, "sections": sections}
    return render(request, "surveys/named_answers.html", context)
