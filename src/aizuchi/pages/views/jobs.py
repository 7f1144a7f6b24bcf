"""What ran, what failed and why, for whoever runs the installation: jobs of all organizations, so for none of them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.accounts.operator_session import operator_required
from aizuchi.kernel.jobs.overview import read_overview
from aizuchi.kernel.jobs.queue import run_again


@require_GET
@operator_required
def jobs(request: HttpRequest) -> HttpResponse:
    overview = read_overview(now=timezone.now())
    return render(request, "pages/jobs.html", {"overview": overview})


@require_POST
@operator_required
def again(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    if run_again(job_id, now=timezone.now()):
        messages.success(request, _("It is on its way again."))
    else:
        messages.info(request, _("That job is running again already, or done."))
    return redirect("jobs")
