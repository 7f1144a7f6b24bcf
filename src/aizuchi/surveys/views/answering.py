import json
import uuid
from collections.abc import Collection, Mapping

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
from aizuchi.surveys.queries import AnswerPage, get_answer_page, list_support_contacts, offer_topics
from aizuchi.surveys.queries.topics_offered import TopicOffer
from aizuchi.surveys.structure import Definition, Kind, SurveyQuestion
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE
from aizuchi.surveys.structure.definition import MOST_CHOICES, OTHER
from aizuchi.surveys.structure.given import AnswerFault, Given

LONGEST_CODE = 64


@require_http_methods(["GET", "POST"])
@login_required
def answer(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    page = get_answer_page(request.user, survey_id, now=now)
    if request.method != "POST":
        return _show(request, page, page.given)
    given = read_given(page.definition, request.POST)
    was_pointed = request.POST.get("pointed") == "1"
    try:
        read = operations.send_answers(
            actor=request.user, survey_id=survey_id, given=given, now=now, points_at_empty=not was_pointed
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _show(request, page, given, status=409)
    if read.faults:
        return _show(request, page, given, faults=read.faults, status=422)
    if read.left_empty and not was_pointed:
        return _show(request, page, given, pointed=read.left_empty, status=422)
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
        given[question.code] = _read_one(question, posted)
        other = f"{question.code}.{OTHER}"
        if posted.get(other):
            given[other] = posted.get(other, "")
    return given


def _read_one(question: SurveyQuestion, posted: QueryDict) -> JsonValue:
    code = question.code
    match question.kind:
        case Kind.MULTIPLE:
            return [*[one for one in posted.getlist(code) if len(one) <= LONGEST_CODE][: MOST_CHOICES + 1]]
        case Kind.MATRIX if posted.get(code) == NOT_APPLICABLE:
            return NOT_APPLICABLE
        case Kind.MATRIX:
            chosen = [(row.code, posted.get(f"{code}.{row.code}", "")) for row in question.rows]
            return [f"{row}:{step}" for row, step in chosen if step]
        case Kind.RANKING:
            ranks = {one.code: posted.get(f"{code}.{one.code}", "") for one in question.offered}
            ordered = [(int(rank), one) for one, rank in ranks.items() if rank.isdecimal() and len(rank) < 4]
            return [one for _rank, one in sorted(ordered)]
        case _:
            return posted.get(code, "")


def _show(
    request: Request,
    page: AnswerPage,
    given: Given,
    *,
    faults: Mapping[str, AnswerFault] | None = None,
    pointed: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    language = get_language() or "ja"
    sections = list_answer_lines(
        page.definition, given, faults or {}, language=language, order=_order(request, page), pointed=pointed
    )
    context = {
        "page": page,
        "survey": page.survey,
        "title": page.definition.title.in_language(language),
        "opening": page.definition.opening.in_language(language),
        "closing": page.definition.closing.in_language(language),
        "last_day": page.survey.last_day,
        "conditions": json.dumps(conditions_for_browser(page.definition)),
        "sections": sections,
        "has_answers": any(line.said for section in sections for line in section.lines),
        "has_faults": bool(faults),
        "offer": _offer(request, page),
        "contacts": list_support_contacts(request.user.organization_id) if page.asks_condition else [],
        "pointed": pointed,
    }
    return render(request, "surveys/answer.html", context, status=status)


def _offer(request: Request, page: AnswerPage) -> TopicOffer | None:
    """After it was sent by name; without names the browser chooses from what could be offered."""
    if not (page.is_sent or page.right):
        return None
    given = None if page.right else page.given
    return offer_topics(viewer=request.user, definition=page.definition, given=given, now=timezone.now())


def _order(request: Request, page: AnswerPage) -> str:
    return f"{request.user.pk} {page.survey.series}"
