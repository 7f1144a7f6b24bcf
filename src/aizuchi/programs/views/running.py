"""How a program goes, for whoever looks after it; and the meetings of all who take part."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.programs.gathering_form import CohortForm
from aizuchi.programs.operations.access import access_managed_program
from aizuchi.programs.operations.gatherings import add_gathering
from aizuchi.programs.operations.rematching import free_for_another
from aizuchi.programs.queries.running import Running, get_running


@require_GET
@login_required
def running(request: Request, program_id: uuid.UUID) -> HttpResponse:
    page = get_running(viewer=request.user, program_id=program_id, now=timezone.now())
    context = {"page": page, "program": page.program, "heading": _say_how_many(page)}
    return render(request, "programs/running.html", context)


def _say_how_many(page: Running) -> str:
    if not page.pairs:
        return _("Nobody has been brought together yet.")
    if page.met == page.pairs:
        return _("All pairs have met at least once.")
    return _("%(met)s of %(pairs)s pairs have met at least once.") % {"met": page.met, "pairs": page.pairs}


@require_POST
@login_required
def free(request: Request, change_id: uuid.UUID) -> HttpResponse:
    """Of somebody who asked for another partner."""
    program = free_for_another(actor=request.user, change_id=change_id, now=timezone.now())
    messages.success(request, _("Their 1on1s ended, without a reason. The next draft finds somebody else."))
    return redirect("programs:board", program.pk)


@require_http_methods(["GET", "POST"])
@login_required
def gather(request: Request, program_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    program = access_managed_program(request.user, program_id, now=now)
    form = CohortForm(program, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_gathering(actor=request.user, program_id=program_id, cohort=form.read(), now=now)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Invited. Whoever comes has it in their calendar."))
            return redirect("programs:running", program_id)
    return render(
        request, "programs/gather.html", {"form": form, "program": program}, status=422 if form.errors else 200
    )
