"""A file is chosen, its columns are matched, what would change is looked at, and a job takes it over."""

import uuid
from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.bodies import takes_a_file
from aizuchi.kernel.export import answer_with_table
from aizuchi.kernel.files.store import FileLost
from aizuchi.kernel.keys import KeyDestroyed
from aizuchi.kernel.measure import read_count
from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.forms.admin import ImportForm
from aizuchi.people.import_doors import list_import_doors
from aizuchi.people.importing import ImportProblem, ImportRefused, plan_import
from aizuchi.people.importing.columns import BY_KEY, COLUMNS
from aizuchi.people.importing.encodings import MAX_MEGABYTES
from aizuchi.people.importing.presets import names_of_system, propose
from aizuchi.people.importing.problem_table import table_of_problems
from aizuchi.people.importing.reading import FILLS, ImportTable, read_table
from aizuchi.people.importing.sources import OWN, SOURCES, find_columns, find_source, is_undecided
from aizuchi.people.models import ImportChoice, StoredImport
from aizuchi.people.models.stored_import import UNDO
from aizuchi.people.operations.stored_import import (
    choose_columns,
    confirm_import,
    discard_import,
    keep_file,
    problems_of,
    read_content,
    read_progress,
)
from aizuchi.people.operations.undo_import import may_be_undone, undo_import
from aizuchi.people.queries.import_preview import Preview, preview_plan, preview_refusal
from aizuchi.people.queries.roster import make_roster
from aizuchi.people.requests import Request
from aizuchi.people.views.admin.context import AdminContext, access_admin, go_on, show

State = StoredImport.State
ENDED = [State.DONE, State.UNDONE]


@takes_a_file(MAX_MEGABYTES)
@require_http_methods(["GET", "POST"])
@login_required
def choose_file(request: Request) -> HttpResponse:
    admin = access_admin(request)
    form = admin.form(ImportForm, is_posted=request.method == "POST")
    if request.method == "POST" and form.is_valid() and _is_small_enough(form):
        file = form.cleaned_data["file"]
        content = file.read()
        source, choice, is_open = _look_at(admin, content)
        stored = keep_file(
            organization=admin.organization,
            file_name=file.name,
            content=content,
            on=form.cleaned_data["on"],
            source=source,
            choice=choice,
            **admin.who_and_when,
        )
        return redirect("people:map_import" if is_open else "people:show_import", stored.pk)
    context = {
        "form": form,
        "earlier": _earlier(admin),
        "under_way": _under_way(admin),
        "doors": list_import_doors(request.user, on=admin.today),
    }
    return show(admin, "import", context)


@require_http_methods(["GET", "POST"])
@login_required
def match_columns(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Unknown columns first, by name; what is chosen here is remembered for the next file from the same source."""
    stored = _access_import(request, import_id)
    admin = access_admin(request)
    if stored.state != State.WAITING:
        return redirect("people:show_import", stored.pk)
    try:
        table = read_table(_content_of(stored), stored.choice or {})
    except ImportRefused:
        return redirect("people:show_import", stored.pk)
    asked = request.POST if request.method == "POST" else request.GET
    shown_as, before = _read_as(admin, stored, table, asked.get("read_as", ""))
    columns = find_columns(table, before, today=admin.today, known=names_of_system(shown_as))
    if request.method == "POST":
        source = request.POST.get("source", "")
        if "again" in request.POST:
            return redirect(f"{request.path}?{urlencode({'read_as': source})}")
        told = {column.folded: request.POST.get(f"c{place}", "") for place, column in enumerate(columns)}
        told = {folded: _as_before(key, before.get(folded, "")) for folded, key in told.items()}
        choice = {folded: key for folded, key in told.items() if not key or key.removesuffix(FILLS) in BY_KEY}
        choose_columns(stored=stored, source=source if source in SOURCES else OWN, choice=choice, **admin.who_and_when)
        return redirect("people:show_import", stored.pk)
    context = {
        "stored": stored,
        "shown_as": shown_as,
        "table": table,
        "count": len(table.records),
        "columns": list(enumerate(columns)),
        "unknown": sum(not column.is_known for column in columns),
        "choices": [(column.key, column.label) for column in COLUMNS],
        "sources": [*SOURCES.items(), (OWN, _("Another way"))],
        "remembered": ImportChoice.objects.filter(organization=admin.organization, source=shown_as).first(),
    }
    return show(admin, "import_columns", context)


@require_GET
@login_required
def show_import(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """Preview, progress or result: whatever there is to see."""
    stored = _access_import(request, import_id)
    admin = access_admin(request)
    if stored.state == State.RUNNING:
        return _show_progress(admin, stored)
    if stored.state in ENDED:
        context = {
            "stored": stored,
            "summary": stored.summary,
            "may_undo": may_be_undone(stored, now=admin.now),
            "undo_until": stored.ended_at + UNDO if stored.ended_at else None,
            "earlier": _earlier(admin),
            "doors": list_import_doors(request.user, on=admin.today),
        }
        return show(admin, "import_done", context)
    if stored.state == State.FAILED:
        return show(admin, "import_failed", {"stored": stored})
    return show(admin, "import_preview", {"stored": stored, "preview": _preview(admin, stored)})


@require_GET
@login_required
def download_roster(request: Request) -> HttpResponseBase:
    """Everybody in the format of the import: to be mended in a spreadsheet and taken over again."""
    admin = access_admin(request)
    return answer_with_table(request, make_roster(admin.organization, on=admin.today), on=admin.today)


@require_GET
@login_required
def download_problems(request: Request, import_id: uuid.UUID) -> HttpResponseBase:
    """All of them, not only those that the page has room for; those for one reason where one is asked for."""
    stored = _access_import(request, import_id)
    admin = access_admin(request)
    reason, about = request.GET.get("reason", ""), request.GET.get("column", "")
    asked = [
        problem
        for problem in _problems(admin, stored)
        if not reason or (problem.reason, problem.column) == (reason, about)
    ]
    return answer_with_table(request, table_of_problems(asked), on=admin.today)


@posts_need_proof
@require_POST
@login_required
def apply(request: Request, import_id: uuid.UUID) -> HttpResponse:
    """More than a few endings are asked about a second time; without an answer nothing is taken over."""
    stored = _access_import(request, import_id)
    admin = access_admin(request)
    sure = request.POST.get("sure", "")
    if stored.state == State.WAITING and sure != "missing":
        ends = _preview(admin, stored).ends
        if ends and ends.asks and (sure != "yes" or read_count(request.POST.get("count")) != ends.asks):
            context = {"stored": stored, "preview": _preview(admin, stored), "is_unanswered": True}
            return show(admin, "import_preview", context, status=422)
    confirm_import(stored=stored, keeps_endings=sure == "missing", **admin.who_and_when)
    return redirect("people:show_import", stored.pk)


@require_POST
@login_required
def discard(request: Request, import_id: uuid.UUID) -> HttpResponse:
    stored = _access_import(request, import_id)
    admin = access_admin(request)
    discard_import(stored=stored, **admin.who_and_when)
    return redirect("people:import")


@posts_need_proof
@require_POST
@login_required
def undo(request: Request, import_id: uuid.UUID) -> HttpResponse:
    stored = _access_import(request, import_id)
    admin = access_admin(request)
    try:
        restored = undo_import(stored=stored, **admin.who_and_when)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:show_import", stored.pk)
    told = _("All is as it was before the import.")
    if restored.kept:
        told = _("The import is taken back. What somebody changed since stays as it is (%(count)s).") % {
            "count": f"{restored.kept:,}"
        }
    return go_on(request, told, "people:show_import", stored.pk)


def _as_before(key: str, before: str) -> str:
    """A column that only fills is shown as the one that it fills."""
    return before if before == key + FILLS else key


def _look_at(admin: AdminContext, content: bytes) -> tuple[str, dict[str, str] | None, bool]:
    """The source, what was chosen for it the latest time, and whether a column is left to decide about."""
    try:
        table = read_table(content)
    except ImportRefused:
        return "", None, False
    source = find_source(table.names)
    choice = _propose(admin, table, source)
    return source, choice or None, is_undecided(read_table(content, choice), choice)


def _read_as(
    admin: AdminContext, stored: StoredImport, table: ImportTable, wanted: str
) -> tuple[str, Mapping[str, str]]:
    """The system as whose export the page shows the columns, and how they are read then."""
    if wanted == stored.source or wanted not in (*SOURCES, OWN):
        return stored.source, stored.choice or {}
    return wanted, _propose(admin, table, wanted)


def _propose(admin: AdminContext, table: ImportTable, source: str) -> dict[str, str]:
    remembered = ImportChoice.objects.filter(organization=admin.organization, source=source).first()
    return propose(table, source=source, remembered=remembered.choice if remembered else {})


def _under_way(admin: AdminContext) -> StoredImport | None:
    """The file that somebody looked at and left, or that is being taken over."""
    files = StoredImport.objects.filter(organization=admin.organization, state__in=[State.WAITING, State.RUNNING])
    return files.defer("undo").order_by("-created_at").first()


def _earlier(admin: AdminContext) -> list[StoredImport]:
    done = StoredImport.objects.filter(organization=admin.organization, state__in=ENDED).select_related("actor")
    return list(done.defer("undo").order_by("-ended_at")[:10])


def _access_import(request: Request, import_id: uuid.UUID) -> StoredImport:
    stored = StoredImport.objects.select_related("organization", "file")
    return get_object_or_404(stored, pk=import_id, organization=request.user.organization_id)


def _content_of(stored: StoredImport) -> bytes:
    try:
        return read_content(stored)
    except (FileLost, KeyDestroyed) as lost:
        raise Http404 from lost


def _preview(admin: AdminContext, stored: StoredImport) -> Preview:
    if stored.state == State.REFUSED:
        return preview_refusal(problems_of(stored))
    try:
        plan = plan_import(
            _content_of(stored),
            organization=admin.organization,
            viewer=admin.request.user,
            now=admin.now,
            on=stored.on,
            choice=stored.choice,
        )
    except ImportRefused as refused:
        return preview_refusal(refused.problems)
    return preview_plan(plan, now=admin.now)


def _problems(admin: AdminContext, stored: StoredImport) -> list[ImportProblem]:
    if stored.state != State.WAITING:
        return problems_of(stored)
    try:
        return plan_import(
            _content_of(stored),
            organization=admin.organization,
            viewer=admin.request.user,
            now=admin.now,
            on=stored.on,
            choice=stored.choice,
        ).problems
    except ImportRefused as refused:
        return refused.problems


def _show_progress(admin: AdminContext, stored: StoredImport) -> HttpResponse:
    stage, done, total = read_progress(stored)
    sentences = {
        "read": _("Reading the file"),
        "check": _("Comparing it with what is here"),
        "people": _("Writing the people"),
        "dates": _("Writing units and supervisors"),
        "pairs": _("Making the pairs that follow"),
    }
    response = show(
        admin, "import_running", {"stored": stored, "sentence": sentences[stage], "done": done, "total": total}
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
