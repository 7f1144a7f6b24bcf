"""Results of another tool: a table is chosen, its columns are named, and what comes of it is kept."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.kernel.bodies import takes_a_file
from aizuchi.kernel.canonical import LineFormField
from aizuchi.kernel.days import DayFormField
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys import operations
from aizuchi.surveys.exchange.remark_words import say_remark
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.forms import KIND_NAMES
from aizuchi.surveys.models import Survey
from aizuchi.surveys.models.survey import LONGEST_TITLE, LONGEST_TOOL, SMALLEST_GROUP, USUAL_GROUP
from aizuchi.surveys.operations import ToolTerms
from aizuchi.surveys.operations.access import require_builder
from aizuchi.surveys.outside.fault_words import say_line_fault
from aizuchi.surveys.outside.mapping import MOST_HEADER_ROWS, Mapping, Measure, Role, RowsAre, name_columns
from aizuchi.surveys.outside.reading import MOST_FAULTS
from aizuchi.surveys.outside.tables import TableRow, read_rows
from aizuchi.surveys.queries import ToolResults, recall_mapping
from aizuchi.surveys.refusals import TableGone

LARGEST = 2
"""Megabytes."""
LONGEST_TABLE = 1_500_000
"""Signs, packed: it goes through the page between the steps, so that nothing lies here half-read."""
SALT = "surveys.tool_results"
EXAMPLES = 3
ROLES = [
    (Role.SKIP, gettext_lazy("Leave it out")),
    (Role.UNIT, gettext_lazy("Unit")),
    (Role.PERSON, gettext_lazy("Employee number or mail address")),
    (Role.QUESTION, gettext_lazy("Which question it is")),
    (Role.DATE, gettext_lazy("Day on which it was asked")),
    (Role.COUNT, gettext_lazy("How many answered")),
    (Role.VALUE, gettext_lazy("Answer or number")),
    (Role.SCORE, gettext_lazy("Score of one person (points)")),
]


class ToolFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or Excel (.xlsx): from Google Forms, Microsoft Forms, LimeSurvey, Culture Amp, "
            "Wevox, kaonavi or another tool."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


class ToolTableForm(forms.Form):
    title = LineFormField(label=gettext_lazy("Title of the result"), max_length=LONGEST_TITLE)
    tool = LineFormField(label=gettext_lazy("With which tool it was asked"), max_length=LONGEST_TOOL)
    held_on = DayFormField(
        label=gettext_lazy("Day on which it was asked"),
        required=False,
        help_text=gettext_lazy("Empty: as the table says, or today."),
    )
    header_rows = forms.TypedChoiceField(
        label=gettext_lazy("Lines with names"),
        coerce=int,
        choices=[(number, number) for number in range(1, MOST_HEADER_ROWS + 1)],
    )
    rows_are = forms.ChoiceField(
        label=gettext_lazy("What a line is"),
        choices=[
            (RowsAre.PEOPLE, gettext_lazy("What one person answered")),
            (RowsAre.GROUPS, gettext_lazy("Numbers of a unit or of a question")),
        ],
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("What the numbers of units are"),
        choices=[
            (Measure.SHARE, gettext_lazy("Share of favourable answers, in per cent")),
            (Measure.OF_HUNDRED, gettext_lazy("Points of 100")),
            (Measure.OF_FIVE, gettext_lazy("A mean from 1 to 5")),
            (Measure.OF_TEN, gettext_lazy("A mean from 0 to 10")),
        ],
    )
    asked = forms.IntegerField(
        label=gettext_lazy("How many were asked"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=gettext_lazy("Empty: not known. Then it is not said which part of them answered."),
    )
    smallest_group = forms.IntegerField(
        label=gettext_lazy("From how many people on anything is told"),
        min_value=SMALLEST_GROUP,
        max_value=100,
        initial=USUAL_GROUP,
    )
    readers = forms.ChoiceField(label=gettext_lazy("Who reads the result"), choices=Survey.Readers.choices)
    is_named = forms.BooleanField(
        label=gettext_lazy("It was asked by name: keep who answered what. Otherwise only sums are kept."),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        held_on = self.cleaned_data.get("held_on")
        if held_on and held_on > timezone.localdate():
            self.add_error("held_on", _("Please choose a day that has come."))
        return self.cleaned_data

    def read_mapping(self, roles: Sequence[str], usual: Mapping) -> Mapping:
        """`usual` is what stands for whatever cannot be read."""
        data = self.cleaned_data
        return Mapping(
            roles=tuple(Role(role) if role in Role.__members__.values() else Role.SKIP for role in roles),
            rows_are=RowsAre(data.get("rows_are", usual.rows_are)),
            measure=Measure(data.get("measure", usual.measure)),
            header_rows=data.get("header_rows", usual.header_rows),
        )

    def read_terms(self) -> ToolTerms:
        names = ("title", "tool", "held_on", "is_named", "asked", "smallest_group", "readers")
        return ToolTerms(**{name: self.cleaned_data[name] for name in names})


@dataclass(frozen=True, slots=True)
class ColumnLine:
    name: str
    examples: list[str]
    role: str


@takes_a_file(LARGEST)
@require_http_methods(["GET", "POST"])
@login_required
def choose(request: Request) -> HttpResponse:
    require_builder(request.user, timezone.now())
    form = ToolFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show_choice(request, form)
    uploaded = form.cleaned_data["file"]
    try:
        rows = read_rows(uploaded.read())
        table = _pack(rows)
    except FileRefused as refused:
        return _show_choice(request, form, refused.remarks)
    guess = recall_mapping(request.user.organization, rows)
    initial = {
        "tool": guess.tool,
        "header_rows": guess.mapping.header_rows,
        "rows_are": guess.mapping.rows_are,
        "measure": guess.mapping.measure,
        "smallest_group": USUAL_GROUP,
    }
    return _show_table(request, ToolTableForm(initial=initial), rows, guess.mapping, table)


@takes_a_file(LARGEST)
@require_POST
@login_required
def read_in(request: Request) -> HttpResponse:
    require_builder(request.user, timezone.now())
    table = request.POST.get("table", "")
    try:
        rows = _unpack(table)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("surveys:tool_results")
    form = ToolTableForm(request.POST)
    is_valid, usual = form.is_valid(), recall_mapping(request.user.organization, rows).mapping
    mapping, now = form.read_mapping(request.POST.getlist("roles"), usual), timezone.now()
    if not is_valid:
        return _show_table(request, form, rows, mapping, table)
    terms = form.read_terms()
    try:
        if request.POST.get("step") == "keep":
            surveys = operations.read_in_results(actor=request.user, rows=rows, mapping=mapping, terms=terms, now=now)
            messages.success(request, _("The result is read in."))
            return redirect("surveys:results", surveys[-1].pk)
        results = operations.look_at_results(actor=request.user, rows=rows, mapping=mapping, terms=terms, now=now)
    except Refusal as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
            return _show_table(request, form, rows, mapping, table)
        return _show_table(request, form, rows, mapping, table, refused=str(refusal))
    return _show_table(request, form, rows, mapping, table, results=results)


@require_POST
@login_required
def take_out(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    try:
        operations.take_out_results(actor=request.user, survey_id=survey_id, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The result is taken out."))
    return redirect("surveys:list")


def _show_choice(request: Request, form: forms.Form, remarks: Sequence[Remark] = ()) -> HttpResponse:
    told = [{"place": "", "sentence": say_remark(one)} for one in remarks]
    context = {"form": form, "remarks": told}
    return render(request, "surveys/outside/choose.html", context, status=422 if form.errors or remarks else 200)


def _show_table(
    request: Request,
    form: ToolTableForm,
    rows: Sequence[TableRow],
    mapping: Mapping,
    table: str,
    *,
    results: ToolResults | None = None,
    refused: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "table": table,
        "roles": ROLES,
        "columns": _list_columns(rows, mapping),
        "refused": refused,
        "understood": _list_understood(results) if results else [],
        "faults": [(one.line, say_line_fault(one)) for one in results.faults[:MOST_FAULTS]] if results else [],
        "fault_count": len(results.faults) if results else 0,
    }
    return render(request, "surveys/outside/table.html", context, status=422 if form.errors or refused else 200)


def _list_columns(rows: Sequence[TableRow], mapping: Mapping) -> list[ColumnLine]:
    top = mapping.header_rows
    return [
        ColumnLine(
            name,
            list(dict.fromkeys(row.cell(column)[:40] for row in rows[top : top + 20] if row.cell(column)))[:EXAMPLES],
            mapping.roles[column] if column < len(mapping.roles) else Role.SKIP,
        )
        for column, name in enumerate(name_columns(rows, top))
    ]


def _list_understood(results: ToolResults) -> list[dict[str, object]]:
    language = get_language() or "ja"
    return [
        {
            "day": one.day,
            "units": sum(unit is not None for unit in one.above),
            "questions": [
                (question.words.in_language(language), KIND_NAMES[question.kind])
                for question in one.definition.list_questions()
            ],
        }
        for one in results.rounds
    ]


def _pack(rows: Sequence[TableRow]) -> str:
    """Raises FileRefused."""
    packed = signing.dumps([[row.line, *row.cells] for row in rows], salt=SALT, compress=True)
    if len(packed) > LONGEST_TABLE:
        raise FileRefused([Remark(RemarkKind.TABLE_TOO_LARGE)])
    return packed


def _unpack(packed: str) -> list[TableRow]:
    """Only what was packed here, so that nothing in it needs to be measured again. Raises TableGone."""
    try:
        return [TableRow(line, cells) for line, *cells in signing.loads(packed, salt=SALT)]
    except (signing.BadSignature, UnicodeError) as error:
        raise TableGone from error
