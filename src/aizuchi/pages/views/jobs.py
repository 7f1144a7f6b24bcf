"""What ran, what failed and why, for whoever runs the installation."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.jobs.overview import read_overview
from aizuchi.kernel.jobs.queue import run_again
from aizuchi.people.policies import may_see_jobs, require
from aizuchi.people.requests import Request


@require_GET
@login_required
def jobs(request: Request) -> HttpResponse:
    now = timezone.now()
    require(may_see_jobs(request.user, on=timezone.localdate(now)))
    overview = read_overview(now=now)
    return render(request, "pages/jobs.html", {"overview": overview})


@require_POST
@login_required
def again(request: Request, job_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    require(may_see_jobs(request.user, on=timezone.localdate(now)))
    if run_again(job_id, now=now):
        messages.success(request, _("It is on its way again."))
    else:
        messages.info(request, _("That job is running again already, or done."))
    return redirect("jobs")
