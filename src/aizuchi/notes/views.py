import datetime
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.measure import read_number
from aizuchi.kernel.permissions import require
from aizuchi.notes import operations, policies, retention
from aizuchi.notes.history import read_history
from aizuchi.notes.models import Document
from aizuchi.notes.queries import NoteContent, read_document
from aizuchi.notes.search import search_notes
from aizuchi.people.models import Person
from aizuchi.people.requests import Request

RECENT = datetime.timedelta(days=183)


@login_required
@require_GET
def show_note(request: Request, document_id: uuid.UUID) -> HttpResponse:
    """One note by itself, as the search finds it."""
    note = _access_note(document_id, viewer=request.user)
    label = _("My own note") if note.is_private else _("Our note")
    context = {"note": note, "label": label, "placeholder": _("You can write here.")}
    return render(request, "notes/note.html", context)


@login_required
@require_GET
def show_history(request: Request, document_id: uuid.UUID) -> HttpResponse:
    number = request.GET.get("version", "")
    try:
        history = read_history(document_id, viewer=request.user, number=read_number(number))
    except Document.DoesNotExist as error:
        raise Http404 from error
    return render(request, "notes/history.html", {"history": history})


@login_required
@require_POST
def go_back(request: Request, document_id: uuid.UUID) -> HttpResponse:
    number = read_number(request.POST.get("version", "")) or 0
    try:
        operations.go_back_to(document_id=document_id, number=number, actor=request.user, now=timezone.now())
    except operations.UnknownVersion as error:
        raise Http404 from error
    return redirect("notes:note", document_id)


@login_required
@require_http_methods(["GET", "POST"])
def find_notes(request: Request) -> HttpResponse:
    """Posted, although nothing changes: what somebody looks for belongs neither into addresses nor into logs."""
    query = request.POST.get("q", "").strip()
    template = "notes/search.html#found" if request.htmx else "notes/search.html"
    is_recent = request.POST.get("when") == "recent"
    found = search_notes(
        query,
        viewer=request.user,
        whose=request.POST.get("whose", ""),
        topic=request.POST.get("topic", ""),
        since=timezone.now() - RECENT if is_recent else None,
    )
    return render(request, template, {"query": query, "found": found, "is_recent": is_recent})


@login_required
@require_http_methods(["GET", "POST"])
def set_retention(request: Request) -> HttpResponse:
    """How long the organization keeps notes. Whoever sets it sees no note by it."""
    require(policies.may_set_retention(request.user, on=timezone.localdate()))
    if request.method == "POST":
        years = request.POST.get("years", "")
        try:
            retention.set_retention(actor=request.user, years=read_number(years) or 0, now=timezone.now())
        except retention.UnknownTime as error:
            raise Http404 from error
        messages.success(request, _("Saved."))
        return redirect("notes:keeping")
    rule = retention.rule_of(request.user.organization_id)
    return render(
        request, "notes/keeping.html", {"rule": rule, "choices": retention.YEARS, "usual": retention.USUAL_YEARS}
    )


def _access_note(document_id: uuid.UUID, *, viewer: Person) -> NoteContent:
    try:
        return read_document(document_id, viewer=viewer)
    except Document.DoesNotExist as error:
        raise Http404 from error
