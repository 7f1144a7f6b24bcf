import datetime
import uuid

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.feedback.queries.units import get_unit_results
from aizuchi.hints.queries import usage_by_unit
from aizuchi.people.requests import Request


class Choice(forms.Form):
    """What makes no sense was not asked for."""

    quarter = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    unit = forms.UUIDField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def quarter_on(self) -> datetime.date | None:
        said = self.cleaned_data.get("quarter")
        return said if isinstance(said, datetime.date) else None

    @property
    def unit_id(self) -> uuid.UUID | None:
        said = self.cleaned_data.get("unit")
        return said if isinstance(said, uuid.UUID) else None


@require_GET
@login_required
def unit_voices(request: Request) -> HttpResponse:
    choice, today = Choice(request.GET), timezone.localdate()
    found = get_unit_results(viewer=request.user, today=today, quarter_on=choice.quarter_on, unit_id=choice.unit_id)
    usage = []
    if found.quarter_on:
        used = usage_by_unit(viewer=request.user, quarter_on=found.quarter_on, now=timezone.now())
        usage = [(row, used.get(row.id)) for row in found.rows]
    return render(request, "pages/unit_voices.html", {"found": found, "usage": usage})
