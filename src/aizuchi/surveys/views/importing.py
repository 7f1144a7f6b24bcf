"""A survey from a file: what was understood is shown first, and becomes a draft once somebody says so."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aizuchi.kernel.bodies import takes_a_file
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.exchange.document import read_document, write_document
from aizuchi.surveys.exchange.files import LARGEST, read_survey_file
from aizuchi.surveys.exchange.remark_words import say_place, say_remark
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.understood import Understood
from aizuchi.surveys.fault_words import say_fault
from aizuchi.surveys.forms import KIND_NAMES
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations.access import require_builder
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.faults import FaultKind, list_faults

TOLD_BEFORE = {
    FaultKind.SAME_CODE,
    FaultKind.ASKS_UNKNOWN,
    FaultKind.ASKS_LATER,
    FaultKind.ASKS_RANDOM,
    FaultKind.UNFIT_COMPARISON,
    FaultKind.INSERTS_UNKNOWN,
    FaultKind.NEVER_ASKED,
}
"""What a file says wrongly; what it only lacks is seen while it is built."""
LONGEST_DOCUMENT = 800_000
"""Bytes: it goes through the page between the two steps."""


class SurveyFileForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=Survey.Kind.choices, initial=Survey.Kind.FREE
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSForm (.xlsx, .csv), LimeSurvey (.lss, .lsg, .lsq), or a survey saved here."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.lss,.lsg,.lsq,.json"}),
    )


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=Survey.Kind.choices)


@dataclass(frozen=True, slots=True)
class RemarkLine:
    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    words: str
    kind: str
    is_conditional: bool


@takes_a_file(LARGEST)
@require_http_methods(["GET", "POST"])
@login_required
def import_survey(request: Request) -> HttpResponse:
    require_builder(request.user, timezone.now())
    if "document" in request.POST:
        return _make_draft(request)
    form = SurveyFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show_form(request, form)
    uploaded = form.cleaned_data["file"]
    try:
        understood = read_survey_file(uploaded.read(), name=uploaded.name)
        document = write_document(understood.definition).decode()
        if len(document.encode()) > LONGEST_DOCUMENT:
            raise FileRefused([Remark(RemarkKind.TOO_MUCH)])
    except FileRefused as refused:
        return _show_form(request, form, refused.remarks)
    context = _list_understood(understood) | {"document": document, "kind": form.cleaned_data["kind"]}
    return render(request, "surveys/import_preview.html", context)


def _make_draft(request: Request) -> HttpResponse:
    form = KindForm(request.POST)
    try:
        definition = read_document(request.POST["document"].encode())
    except (FileRefused, UnicodeEncodeError):
        return _show_form(request, SurveyFileForm(), [Remark(RemarkKind.NOT_READABLE)])
    if not form.is_valid():
        return _show_form(request, SurveyFileForm(), [Remark(RemarkKind.NOT_READABLE)])
    survey = operations.create_survey(
        actor=request.user, kind=form.cleaned_data["kind"], definition=definition, now=timezone.now()
    )
    messages.success(request, _("The draft is made. Nobody sees it until you let it go out."))
    return redirect("surveys:build", survey.pk)


def _show_form(request: Request, form: forms.Form, remarks: list[Remark] | None = None) -> HttpResponse:
    context = {"form": form, "remarks": _list_remarks(remarks or [])}
    return render(request, "surveys/import.html", context, status=422 if form.errors or remarks else 200)


def _list_remarks(remarks: list[Remark]) -> list[RemarkLine]:
    return [RemarkLine(say_place(remark), say_remark(remark)) for remark in remarks]


def _list_understood(understood: Understood) -> dict[str, object]:
    language, definition = get_language() or "ja", understood.definition
    sections = [
        (
            section.title.in_language(language),
            [
                QuestionLine(
                    question.words.in_language(language),
                    str(KIND_NAMES[question.kind]),
                    question.condition is not None or section.condition is not None,
                )
                for question in section.questions
            ],
        )
        for section in definition.sections
    ]
    return {
        "title": definition.title.in_language(language),
        "sections": sections,
        "count": len(list(definition.list_questions())),
        "remarks": [*_list_remarks(understood.remarks), *_list_to_mend(definition, language)],
    }


def _list_to_mend(definition: Definition, language: str) -> list[RemarkLine]:
    """What goes into the draft as it is, and keeps it from going out."""
    faults = [fault for fault in list_faults(definition) if fault.kind in TOLD_BEFORE]
    return [RemarkLine(fault.place, say_fault(fault, definition, language)) for fault in faults]
