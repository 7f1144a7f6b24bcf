"""Files that are fetched every day, for administrators."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.gateway import queries
from aizuchi.gateway.fetching import folder_of
from aizuchi.gateway.forms import ScheduledFileForm
from aizuchi.gateway.models import ScheduledFile
from aizuchi.gateway.operations import scheduled_files as operations
from aizuchi.gateway.tasks import fetch_due_files
from aizuchi.gateway.views.connectors import for_administrators
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request


@for_administrators
@require_safe
def list_files(request: Request) -> HttpResponse:
    files = queries.list_files(request.user, now=timezone.now())
    response = render(request, "gateway/files.html", {"files": files})
    if any(line.is_looked_at for line in files):
        response["Refresh"] = "2"  # a page that brings itself up to date, also without scripts
    return response


@for_administrators
@require_POST
def look_now(request: Request, file_id: uuid.UUID) -> HttpResponse:
    operations.ask_to_look(scheduled_id=_access(request, file_id).pk, actor=request.user, now=timezone.now())
    fetch_due_files.enqueue()
    return redirect("gateway:files")


@fresh_proof_required
@for_administrators
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    return _keep(request, ScheduledFileForm(request.POST or None, organization_id=request.user.organization_id), None)


@fresh_proof_required
@for_administrators
@require_http_methods(["GET", "POST"])
def change(request: Request, file_id: uuid.UUID) -> HttpResponse:
    scheduled = _access(request, file_id)
    form = ScheduledFileForm(
        request.POST or None,
        initial=ScheduledFileForm.showing(scheduled),
        organization_id=request.user.organization_id,
    )
    return _keep(request, form, scheduled)


@fresh_proof_required
@for_administrators
@require_POST
def remove(request: Request, file_id: uuid.UUID) -> HttpResponse:
    operations.remove_scheduled_file(scheduled_id=_access(request, file_id).pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Removed. What it brought stays."))
    return redirect("gateway:files")


def _keep(request: Request, form: ScheduledFileForm, scheduled: ScheduledFile | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            operations.keep_scheduled_file(
                facts=form.read_facts(),
                secret=form.cleaned_data["secret"],
                actor=request.user,
                now=timezone.now(),
                scheduled_id=scheduled.pk if scheduled else None,
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            if form.warning:
                messages.warning(request, form.warning)
            return redirect("gateway:files")
    folder = folder_of(request.user.organization_id)
    context = {"form": form, "scheduled": scheduled, "folder": folder}
    return render(request, "gateway/file_form.html", context, status=422 if form.errors else 200)


def _access(request: Request, file_id: uuid.UUID) -> ScheduledFile:
    return get_object_or_404(ScheduledFile.objects.visible_to(request.user), pk=file_id)
