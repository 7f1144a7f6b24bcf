import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.feedback.queries.cell_estimates import EVER, YEAR
from aizuchi.hints.models import Impression
from aizuchi.hints.operations import note_shown
from aizuchi.kernel.days import DayFormField
from aizuchi.pages.queries.strengths import get_strengths
from aizuchi.people.requests import Request


class Choice(forms.Form):
    """What of the page somebody looks at. What makes no sense was not asked for."""

    period = forms.ChoiceField(choices=[(YEAR, YEAR), (EVER, EVER)], required=False)
    voices = DayFormField(required=False, input_formats=["%Y-%m-%d"])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def period_or_year(self) -> str:
        return EVER if self.cleaned_data.get("period") == EVER else YEAR

    @property
    def comments_of(self) -> datetime.date | None:
        said = self.cleaned_data.get("voices")
        return said if isinstance(said, datetime.date) else None


@require_GET
@login_required
def strengths(request: Request) -> HttpResponse:
    choice, now = Choice(request.GET), timezone.now()
    period = choice.period_or_year
    page = get_strengths(viewer=request.user, now=now, period=period, comments_of=choice.comments_of)
    note_shown(viewer=request.user, cards=page.hints, place=Impression.Place.STRENGTHS, now=now)
    query = "period=ever&" if period == EVER else ""
    context = {"page": page, "strengths": page.strengths, "period": period, "query": query, "now": now}
    return render(request, "pages/strengths.html", context)
