import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.export import answer_with_table
from aizuchi.people.requests import Request
from aizuchi.programs.models import ProgramSurvey
from aizuchi.programs.operations.questionnaires import prepare_questionnaires
from aizuchi.programs.queries.results import get_program_results, make_results_table


@require_GET
@login_required
def results(request: Request, program_id: uuid.UUID) -> HttpResponse:
    page = get_program_results(viewer=request.user, program_id=program_id, now=timezone.now())
    return render(request, "programs/results.html", {"page": page, "program": page.program})


@require_GET
@login_required
def results_file(request: Request, program_id: uuid.UUID) -> HttpResponseBase:
    now = timezone.now()
    page = get_program_results(viewer=request.user, program_id=program_id, now=now)
    return answer_with_table(request, make_results_table(page), on=timezone.localdate(now))


@require_POST
@login_required
def prepare(request: Request, program_id: uuid.UUID) -> HttpResponse:
    moment = request.POST.get("moment", "")
    if moment not in ProgramSurvey.Moment.values:
        raise Http404
    made = prepare_questionnaires(actor=request.user, program_id=program_id, moment=moment, now=timezone.now())
    if made:
        messages.success(request, _("The questions stand ready as drafts. Look them over, then say when they go out."))
    return redirect("programs:results", program_id)
