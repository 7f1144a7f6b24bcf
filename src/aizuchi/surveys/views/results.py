import datetime
import uuid
from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.kernel.days import DayFormField
from aizuchi.kernel.export import ExportColumn, ExportTable, Typed, answer_with_table
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request
from aizuchi.surveys import operations, result_words
from aizuchi.surveys.models.agreements import LONGEST_AGREEMENT
from aizuchi.surveys.queries import Results, find_release, get_results, get_written_answers
from aizuchi.surveys.queries.results import ResultGroup
from aizuchi.surveys.reading.intervals import Interval
from aizuchi.ui.table_cells import draw_cells


class ShareForm(forms.Form):
    shared_on = DayFormField(label=gettext_lazy("From which day on"))


@require_GET
@login_required
def show_results(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    now, language = timezone.now(), get_language() or "ja"
    results = get_results(request.user, survey_id, group_id=read_group(request), now=now)
    today = request.user.organization.today(now)
    lines = result_words.list_line_words(results, language)
    context = {
        "results": results,
        "survey": results.survey,
        "headline": result_words.say_headline(results, language),
        "rate": result_words.RATES.get(results.group.rate, ""),
        "findings": result_words.list_findings(results, language),
        "lines": lines,
        "held_back": list(dict.fromkeys(line.held_back for line in lines if line.held_back)),
        "themes": result_words.name_themes(results.heat_map) if results.heat_map else [],
        "rows": _list_rows(results),
        "release": find_release(results.survey) if results.survey.is_anonymous else None,
        "may_read_people": results.survey.is_anonymous is False and results.may_read_words,
        "worded": [(one.code, one.words.in_language(language)) for one in results.worded],
        "share_form": ShareForm(initial={"shared_on": today + datetime.timedelta(days=7)}),
        "is_shared": results.survey.shared_on is not None and results.survey.shared_on <= today,
    }
    return render(request, "surveys/results.html", context)


@require_GET
@login_required
def show_written(request: Request, survey_id: uuid.UUID, code: str) -> HttpResponse:
    written = get_written_answers(
        request.user,
        survey_id,
        code,
        group_id=read_group(request),
        number=request.GET.get("page", "1"),
        now=timezone.now(),
    )
    language = get_language() or "ja"
    context = {
        "written": written,
        "survey": written.survey,
        "question": written.question.words.in_language(language),
        "groups": [(one.theme.code, one.theme.label.in_language(language), one.texts) for one in written.groups],
    }
    return render(request, "surveys/written_answers.html", context)


@require_POST
@login_required
def share(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    form = ShareForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        messages.error(request, _("Please choose a day."))
        return redirect("surveys:results", survey_id)
    try:
        operations.share_results(actor=request.user, survey_id=survey_id, on=form.cleaned_data["shared_on"], now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Everybody who was asked can read it from that day on."))
    return redirect("surveys:results", survey_id)


@require_POST
@login_required
def agree(request: Request, survey_id: uuid.UUID) -> HttpResponse:
    group_id = read_group(request)
    try:
        operations.write_agreement(
            actor=request.user,
            survey_id=survey_id,
            group_id=group_id,
            words=request.POST.get("words", "")[:LONGEST_AGREEMENT],
            now=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    back = "surveys:reading_meeting" if request.POST.get("from") == "meeting" else "surveys:results"
    return redirect(f"{reverse(back, args=[survey_id])}{f'?of={group_id}' if group_id else ''}#agreed")


@require_GET
@login_required
def download(request: Request, survey_id: uuid.UUID) -> HttpResponseBase:
    """What the page says of one group, row by row."""
    now = timezone.now()
    results = get_results(request.user, survey_id, group_id=read_group(request), now=now)
    columns = (
        ExportColumn("unit", _("Unit")),
        ExportColumn("code", _("Code")),
        ExportColumn("question", _("Question")),
        ExportColumn("answer", _("What was answered")),
        ExportColumn("share", _("Share"), Typed.NUMBER),
        ExportColumn("mean", _("Mean"), Typed.NUMBER),
        ExportColumn("low", _("Lowest it may be"), Typed.NUMBER),
        ExportColumn("high", _("Highest it may be"), Typed.NUMBER),
    )
    rows = _list_shares(results, get_language() or "ja")
    return answer_with_table(
        request, ExportTable(name="survey", columns=columns, rows=rows), on=timezone.localdate(now)
    )


def _list_shares(results: Results, language: str) -> Iterator[tuple[object, ...]]:
    for one in results.lines:
        finding, line = one.finding, one.finding.line
        begins = (results.group.name, line.key, line.words.in_language(language))
        for told in finding.shares if finding.tells_shares else ():
            if told.share is not None:
                answer = result_words.name_answers(line, told, language)
                yield (*begins, answer, round(told.share.value, 4), None, *_list_ends(told.share))
        if finding.favourable:
            share = finding.favourable
            yield (*begins, _("Answers on the good side"), round(share.value, 4), None, *_list_ends(share))
        if finding.mean:
            yield (*begins, _("Mean"), None, round(finding.mean.value, 4), *_list_ends(finding.mean))


def _list_ends(interval: Interval) -> tuple[float, float]:
    return round(interval.low, 4), round(interval.high, 4)


def _list_rows(results: Results) -> list[tuple[ResultGroup, object, SafeString]]:
    if results.heat_map is None:
        return []
    by_id = {group.id: group for group in results.parts}
    return [
        (
            by_id[row.unit],
            result_words.RATES.get(by_id[row.unit].rate, ""),
            draw_cells(map(result_words.say_cell, row.cells)),
        )
        for row in results.heat_map.rows
    ]


def read_group(request: Request) -> uuid.UUID | None:
    """Raises Http404 for what is no id."""
    asked = request.GET.get("of", "")
    try:
        return uuid.UUID(asked) if asked else None
    except ValueError as error:
        raise Http404 from error
