import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.notes.models import Document
from aizuchi.notes.queries import NoteContent, read_document
from aizuchi.notes.search import search_notes
from aizuchi.people.models import Person
from aizuchi.people.requests import Request


@login_required
@require_GET
def show_note(request: Request, document_id: uuid.UUID) -> HttpResponse:
    """One note by itself, as the search finds it."""
    note = _access_note(document_id, viewer=request.user)
    label = _("My own note") if note.is_private else _("Our note")
    context = {"note": note, "label": label, "placeholder": _("You can write here.")}
    return render(request, "notes/note.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def find_notes(request: Request) -> HttpResponse:
    """Posted, although nothing changes: what somebody looks for belongs neither into addresses nor into logs."""
    query = request.POST.get("q", "").strip()
    template = "notes/search.html#found" if request.htmx else "notes/search.html"
    return render(request, template, {"query": query, "hits": search_notes(query, viewer=request.user)})


def _access_note(document_id: uuid.UUID, *, viewer: Person) -> NoteContent:
    try:
        return read_document(document_id, viewer=viewer)
    except Document.DoesNotExist as error:
        raise Http404 from error
