"""Answering from a mail, without signing in. A GET changes nothing: mail scanners look."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.surveys import operations
from aizuchi.surveys.answer_lines import conditions_for_browser, list_answer_lines
from aizuchi.surveys.answer_links import AnswerLinkOver, BrokenAnswerLink, read_answer_link
from aizuchi.surveys.queries import AnswerPage, find_answer_page_by_link
from aizuchi.surveys.structure.given import Given
from aizuchi.surveys.views.answering import read_given


@never_cache
@require_http_methods(["GET", "POST"])
def quick_answer(request: HttpRequest, token: str) -> HttpResponse:
    """As whom it was sent to, in their language and time, and only until it is answered."""
    now = timezone.now()
    try:
        found = find_answer_page_by_link(read_answer_link(token), now=now)
    except AnswerLinkOver:
        found = None
    except BrokenAnswerLink as broken:
        raise Http404 from broken
    if found is None:
        return render(request, "surveys/quick_over.html", status=410)
    person, page = found
    translation.activate(person.language)
    with timezone.override(person.time_zone):
        return _answer(request, person, page) if request.method == "POST" else _show(request, person, page, {})


def _answer(request: HttpRequest, person: Person, page: AnswerPage) -> HttpResponse:
    given = read_given(page.definition, request.POST)
    was_pointed = request.POST.get("pointed") == "1"
    try:
        read = operations.send_answers_by_link(
            actor=person, survey_id=page.survey.pk, given=given, now=timezone.now(), points_at_empty=not was_pointed
        )
    except Refusal as refusal:
        return _show(request, person, page, given, problem=str(refusal), status=409)
    if read.faults:
        return _show(request, person, page, given, faults=read.faults, has_faults=True, status=422)
    if read.left_empty and not was_pointed:
        return _show(request, person, page, given, pointed=read.left_empty, status=422)
    return render(request, "surveys/quick_thanks.html", {"survey": page.survey})


def _show(
    request: HttpRequest, person: Person, page: AnswerPage, given: Given, *, status: int = 200, **told: Any
) -> HttpResponse:
    """Nothing but what was typed just now."""
    order = f"{person.pk} {page.survey.series}"
    faults, pointed = told.pop("faults", {}), told.get("pointed", ())
    sections = list_answer_lines(page.definition, given, faults, language=person.language, order=order, pointed=pointed)
    context = {
        "page": page,
        "survey": page.survey,
        "person": person,
        "title": page.definition.title.in_language(person.language),
        "opening": page.definition.opening.in_language(person.language),
        "last_day": page.survey.last_day,
        "conditions": json.dumps(conditions_for_browser(page.definition)),
        "sections": sections,
        **told,
    }
    return render(request, "surveys/quick_answer.html", context, status=status)
