import json
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import JsonValue

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.answer_lines import conditions_for_browser, list_answer_lines
from aizuchi.surveys.queries import AnswerPage, get_answer_page
from aizuchi.surveys.structure import Definition, Kind
from aizuchi.surveys.structure.definition import OTHER
from aizuchi.surveys.structure.given import AnswerFault, Given

SEVERAL = {Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX}


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    page = get_answer_page(request.user, survey_id, now=now)
    if request.method != "POST":
        return _show(request, page, page.given, {})
    given = read_given(page.definition, request.POST)
    try:
        read = operations.send_answers(actor=request.user, survey_id=survey_id, given=given, now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _show(request, page, given, {}, status=409)
    if read.faults:
        return _show(request, page, given, dict(read.faults), status=422)
    messages.success(request, _("Thank you. Your answers have arrived."))
    return redirect("surveys:answer", survey_id)


@require_POST
@login_required
def keep(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    page = get_answer_page(request.user, survey_id, now=now)
    try:
        operations.keep_answers(
            actor=request.user, survey_id=survey_id, given=read_given(page.definition, request.POST), now=now
        )
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain")
    return HttpResponse(status=204)


def read_given(definition: Definition, posted: QueryDict) -> Given:
    """Matrix rows and ranks come as fields of their own."""
    given: dict[str, JsonValue] = {}
    for question in definition.list_questions():
        code = question.code
        match question.kind:
            case Kind.MULTIPLE:
                given[code] = [*posted.getlist(code)]
            case Kind.MATRIX:
                chosen = [(row.code, posted.get(f"{code}.{row.code}", "")) for row in question.rows]
                given[code] = [f"{row}:{step}" for row, step in chosen if step]
            case Kind.RANKING:
                ranks = {one.code: posted.get(f"{code}.{one.code}", "") for one in question.offered}
                ordered = sorted((rank, one) for one, rank in ranks.items() if rank.isdecimal() and len(rank) < 4)
                given[code] = [one for _rank, one in sorted(ordered, key=lambda pair: int(pair[0]))]
            case _:
                given[code] = posted.get(code, "")
        if posted.get(f"{code}.{OTHER}"):
            given[f"{code}.{OTHER}"] = posted.get(f"{code}.{OTHER}", "")
    return given


def _show(
    request: Request, page: AnswerPage, given: Given, faults: dict[str, AnswerFault], status: int = 200
) -> HttpResponse:
    language = get_language() or "ja"
    context = {
        "page": page,
        "survey": page.survey,
        "title": page.definition.title.in_language(language),
        "opening": page.definition.opening.in_language(language),
        "last_day": page.survey.last_day,
        "conditions": json.dumps(conditions_for_browser(page.definition)),
        "sections": list_answer_lines(page.definition, given, faults, language=language, order=str(request.user.pk)),
        "has_faults": bool(faults),
    }
    return render(request, "surveys/answer.html", context, status=status)
