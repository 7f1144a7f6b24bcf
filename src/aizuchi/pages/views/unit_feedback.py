import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.feedback.queries.units import UnitFeedbackLine, UnitResults, fold_hidden, get_unit_results
from aizuchi.hints.queries import usage_by_unit
from aizuchi.hints.queries.usage import Usage
from aizuchi.kernel.days import DayFormField
from aizuchi.people.requests import Request


class Choice(forms.Form):
    """What makes no sense was not asked for."""

    quarter = DayFormField(required=False, input_formats=["%Y-%m-%d"])
    unit = forms.UUIDField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def quarter_on(self) -> datetime.date | None:
        said = self.cleaned_data.get("quarter")
        return said if isinstance(said, datetime.date) else None


@require_GET
@login_required
def unit_feedback(request: Request) -> HttpResponse:
    choice, today = Choice(request.GET), timezone.localdate()
    found = get_unit_results(viewer=request.user, today=today, quarter_on=choice.quarter_on)
    context = {"found": found, "usage": _usage(request, found)}
    return render(request, "pages/unit_feedback.html", context)


def _usage(request: Request, found: UnitResults) -> list[tuple[UnitFeedbackLine, Usage | None]]:
    """Of hints; units without numbers folded like those of the voices."""
    if not found.quarter_on:
        return []
    used = usage_by_unit(viewer=request.user, quarter_on=found.quarter_on, now=timezone.now())
    shown = {unit_id for unit_id, usage in used.items() if not usage.is_hidden}
    lines = fold_hidden(found.rows, shown) if shown else []
    return [(line, used[line.row.id] if line.row else None) for line in lines]
