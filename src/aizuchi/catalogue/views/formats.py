"""Meeting formats: what kind of talk, which topics, which questions, how long."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.catalogue.editing import format_rows
from aizuchi.catalogue.forms import FormatForm, QuestionRows
from aizuchi.catalogue.models import MeetingFormat
from aizuchi.catalogue.operations import add_format, edit_format
from aizuchi.catalogue.operations.refusals import CatalogueRefused
from aizuchi.catalogue.queries import topics_for
from aizuchi.catalogue.views.editors import for_editors
from aizuchi.people.requests import Request


@for_editors
@require_GET
def list_formats(request: Request) -> HttpResponse:
    return render(request, "catalogue/formats.html", {"rows": format_rows(request.user.organization)})


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
    form = FormatForm(request.POST or None, initial=_initial(row), topics=topics)
    rows = QuestionRows(request.POST) if request.method == "POST" else QuestionRows(initial=_questions(row))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        draft = form.draft([one.pairwise() for one in rows if one.cleaned_data])
        try:
            if row:
                edit_format(actor=request.user, format_id=row.pk, draft=draft, now=timezone.now())
            else:
                add_format(actor=request.user, draft=draft, now=timezone.now())
        except CatalogueRefused as refusal:
            form.add_error("ja", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("catalogue:formats")
    chosen = form["topics"].value() or []
    context = {"form": form, "rows": rows, "topics": topics, "chosen": chosen, "format": row}
    return render(request, "catalogue/format.html", context, status=422 if request.method == "POST" else 200)


def _initial(row: MeetingFormat | None) -> dict[str, object]:
    if row is None:
        return {"minutes": 30}
    return {
        "ja": row.label_ja,
        "en": row.label_en,
        "description_ja": row.description_ja,
        "description_en": row.description_en,
        "minutes": row.minutes,
        "topics": [str(key) for key in row.topics.values_list("pk", flat=True)],
    }


def _questions(row: MeetingFormat | None) -> list[dict[str, object]]:
    return [{"ja": question.text_ja, "en": question.text_en} for question in row.questions.all()] if row else []
