import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys import operations, result_words
from aizuchi.surveys.queries import get_reading_meeting
from aizuchi.surveys.views.results import read_group


@require_GET
@login_required
def show_meeting(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    now, language = timezone.now(), get_language() or "ja"
    meeting = get_reading_meeting(request.user, survey_id, group_id=read_group(request), now=now)
    survey = meeting.results.survey
    context = {
        "meeting": meeting,
        "results": meeting.results,
        "survey": survey,
        "headline": result_words.say_headline(meeting.results, language),
        "findings": result_words.list_findings(meeting.results, language),
        "lines": result_words.list_line_words(meeting.results, language),
        "questions": [
            one.words.in_language(language) for one in meeting.results.definition.list_questions() if one.asks
        ],
        "tries": result_words.list_first_tries(meeting.results, language),
        "is_shared": survey.shared_on is not None and survey.shared_on <= request.user.organization.today(now),
    }
    return render(request, "surveys/reading_meeting.html", context)


@require_POST
@login_required
def carry(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    group_id = read_group(request)
    try:
        operations.carry_into_1on1(
            actor=request.user,
            survey_id=survey_id,
            group_id=group_id,
            agreement_id=_read_id(request, "agreement"),
            pair_id=_read_id(request, "pair"),
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is one of your TODOs in that 1on1 now."))
    of = f"?of={group_id}" if group_id else ""
    return redirect(f"{reverse('surveys:reading_meeting', args=[survey_id])}{of}")


def _read_id(request: Request, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error
