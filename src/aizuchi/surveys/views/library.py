"""Our own questions are picked from, one by one or a set at once."""

import uuid
from dataclasses import replace
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.queries.library import list_library
from aizuchi.surveys.structure.edits import add_question, add_sections_of
from aizuchi.surveys.views.builder_page import (
    Change,
    apply_change,
    load_page,
    offer_to_take_back,
    refuse_change,
)


@require_GET
@login_required
def show_library(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    page = load_page(request, survey_id)
    sets = list_library(page.definition, language=get_language() or "ja")
    return render(request, "surveys/library.html", {"page": page, "survey": page.survey, "sets": sets})


@require_POST
@login_required
def pick(request: Request, survey_id: uuid.UUID, key: str) -> HttpResponse:
    """The whole set, or the question that is named."""
    change = _read_pick(key, request.POST.get("question", ""), request.POST.get("section", ""))
    try:
        survey = apply_change(request, survey_id, change)
    except Refusal as refusal:
        return refuse_change(request, survey_id, refusal)
    offer_to_take_back(request, survey, _("It stands at the end of the survey now."))
    return redirect(reverse("surveys:library", args=[survey_id]) + f"#set-{key}")


def _read_pick(key: str, code: str, section: str) -> Change:
    """Raises Http404. A question alone leaves its condition behind, which is about others of its set."""
    try:
        ours = get_library_set(key)
    except KeyError as error:
        raise Http404 from error
    if not code:
        return partial(add_sections_of, other=ours)
    question = ours.find(code)
    if question is None:
        raise Http404
    return partial(add_question, question=replace(question, condition=None), section=section)
