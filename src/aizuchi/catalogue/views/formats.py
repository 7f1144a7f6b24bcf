"""Meeting formats: what kind of talk, which topics, which questions, how long."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.catalogue.editing import format_rows, sum_up
from aizuchi.catalogue.form_values import form_values_of
from aizuchi.catalogue.forms import FormatForm, QuestionRows
from aizuchi.catalogue.models import MeetingFormat
from aizuchi.catalogue.operations import FormatDraft, add_format, edit_format
from aizuchi.catalogue.queries import topics_for
from aizuchi.catalogue.views.editors import explain, for_editors, say_saved, status_of
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request


@for_editors
@require_GET
def list_formats(request: Request) -> HttpResponse:
    rows = format_rows(request.user.organization)
    context = {"rows": rows, "summary": sum_up(rows), "edit": "catalogue:format"}
    return render(request, "catalogue/formats.html", context)


@for_editors
@require_http_methods(["GET", "POST"])
def new_format(request: Request) -> HttpResponse:
    return _edit(request, None)


@for_editors
@require_http_methods(["GET", "POST"])
def format(request: Request, format_id: uuid.UUID) -> HttpResponse:
    return _edit(request, get_object_or_404(MeetingFormat, pk=format_id, organization=request.user.organization))


def _edit(request: Request, row: MeetingFormat | None) -> HttpResponse:
    topics = topics_for(request.user.organization, pair_kind="")
    shown: dict[str, Any] = form_values_of(row) if row else {"minutes": 30, "questions": []}
    form = FormatForm.of(shown, request.POST or None, topics=topics)
    rows = QuestionRows(request.POST) if request.method == "POST" else QuestionRows(initial=shown["questions"])
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            _save(request, row, form, form.draft([one.pairwise() for one in rows if one.cleaned_data]))
        except Refusal as refusal:
            if row:
                row.refresh_from_db()
            explain(form, refusal, form_values_of(row) if row else {})
        else:
            return say_saved(request, "catalogue:formats")
    chosen = form["topics"].value() or []
    context = {"form": form, "rows": rows, "topics": topics, "chosen": chosen, "format": row}
    return render(request, "catalogue/format.html", context, status=_status(request, form))


def _save(request: Request, row: MeetingFormat | None, form: FormatForm, draft: FormatDraft) -> None:
    actor, now = request.user, timezone.now()
    if row:
        edit_format(actor=actor, format_id=row.pk, draft=draft, seen=form.cleaned_data["seen"], now=now)
    else:
        add_format(actor=actor, draft=draft, now=now)


def _status(request: Request, form: FormatForm) -> int:
    """A mistake in a question is none of the form itself."""
    is_refused = request.method == "POST" and not form.standing
    return 422 if is_refused else status_of(form)
