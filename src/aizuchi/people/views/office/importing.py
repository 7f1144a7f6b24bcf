"""A file is chosen, looked at, and taken over by a job whose progress one can watch."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.bodies import takes_a_file
from aizuchi.people.forms.office import ImportForm
from aizuchi.people.importing import ImportRefused, plan_import
from aizuchi.people.importing.encodings import MAX_MEGABYTES
from aizuchi.people.models import StoredImport
from aizuchi.people.operations.stored_import import confirm_import, discard_import, keep_file, read_progress
from aizuchi.people.queries.import_preview import Preview, preview_plan, preview_refusal
from aizuchi.people.requests import Request
from aizuchi.people.views.office.desk import Desk, enter, show

State = StoredImport.State


@takes_a_file(MAX_MEGABYTES)
@require_http_methods(["GET", "POST"])
@login_required
def choose_file(request: Request) -> HttpResponse:
    desk = enter(request)
    form = desk.form(ImportForm, is_posted=request.method == "POST")
    if request.method == "POST" and form.is_valid() and _is_small_enough(form):
        file = form.cleaned_data["file"]
        stored = keep_file(
            organization=desk.organization,
            file_name=file.name,
            content=file.read(),
            on=form.cleaned_data["on"],
            **desk.who_and_when,
        )
        return redirect("people:show_import", stored.pk)
    return show(desk, "import", {"form": form})


@require_GET
@login_required
def show_import(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Preview, progress or result: whatever there is to see."""
    stored = _access_import(request, import_id)
    desk = enter(request)
    if stored.state == State.RUNNING:
        return _show_progress(desk, stored)
    if stored.state == State.DONE:
        return show(desk, "import_done", {"stored": stored, "summary": stored.summary})
    return show(desk, "import_preview", {"stored": stored, "preview": _preview(desk, stored)})


@require_POST
@login_required
def apply(request: Request, import_id: uuid.UUID) -> HttpResponse:
    stored = _access_import(request, import_id)
    desk = enter(request)
    confirm_import(stored=stored, **desk.who_and_when)
    return redirect("people:show_import", stored.pk)


@require_POST
@login_required
def discard(request: Request, import_id: uuid.UUID) -> HttpResponse:
    stored = _access_import(request, import_id)
    desk = enter(request)
    discard_import(stored=stored, **desk.who_and_when)
    return redirect("people:import")


def _access_import(request: Request, import_id: uuid.UUID) -> StoredImport:
    stored = StoredImport.objects.select_related("organization")
    return get_object_or_404(stored, pk=import_id, organization=request.user.organization_id)


def _preview(desk: Desk, stored: StoredImport) -> Preview:
    try:
        plan = plan_import(
            bytes(stored.content),
            organization=desk.organization,
            viewer=desk.request.user,
            now=desk.now,
            on=stored.on,
        )
    except ImportRefused as refused:
        return preview_refusal(refused.problems)
    return preview_plan(plan)


def _show_progress(desk: Desk, stored: StoredImport) -> HttpResponse:
    stage, done, total = read_progress(stored)
    sentences = {
        "read": _("Reading the file"),
        "check": _("Comparing it with what is here"),
        "people": _("Writing the people"),
        "dates": _("Writing units and supervisors"),
        "pairs": _("Making the pairs that follow"),
    }
    response = show(
        desk, "import_running", {"stored": stored, "sentence": sentences[stage], "done": done, "total": total}
    )
    response["Refresh"] = "2"  # a page that brings itself up to date, also without scripts
    return response


def _is_small_enough(form: ImportForm) -> bool:
    if form.cleaned_data["file"].size <= MAX_MEGABYTES * 1024 * 1024:
        return True
    form.add_error(
        "file", _("The file is larger than %(megabytes)s MB. Please split it.") % {"megabytes": MAX_MEGABYTES}
    )
    return False
