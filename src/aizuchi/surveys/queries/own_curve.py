"""One's own curve, for whoever it is of, and as far as they show it for the partner they show it to."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from aizuchi.notes.retention import rule_of
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import OwnCurvePause, OwnCurveShare, OwnReading
from aizuchi.surveys.models.own_readings import OwnReadingQuerySet
from aizuchi.surveys.own_months import list_months, month_of
from aizuchi.surveys.own_questions import get_own_questions

MONTHS_SHOWN = 12
MONTHS_OF_PARTNER = 6


@dataclass(frozen=True, kw_only=True)
class OwnLine:
    """One question through the months, the latest last; a step's number, or nothing where it was left empty."""

    code: str
    words: str
    steps: list[str]
    """What each step means, lowest first."""
    months: list[datetime.date]
    values: list[int | None]

    @property
    def said(self) -> list[str]:
        """In words, by month."""
        return [self.steps[value - 1] if value else "" for value in self.values]


@dataclass(frozen=True, kw_only=True)
class OwnPartner:
    pair_id: uuid.UUID
    partner: Person
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class OwnCurvePage:
    month: datetime.date
    given: Mapping[str, str]
    """What was answered this month, as a form says it."""
    lines: list[OwnLine]
    """Empty where nothing was ever answered."""
    partners: list[OwnPartner]
    is_paused: bool
    """Not asked until they want it themselves."""
    kept_years: int
    """After one's last day."""


def get_own_curve(*, viewer: Person, now: datetime.datetime) -> OwnCurvePage:
    today = viewer.today(now)
    readings = OwnReading.objects.visible_to(viewer)
    month = month_of(today)
    given = {code: str(value) for code, value in readings.filter(month=month).values_list("question", "value")}
    return OwnCurvePage(
        month=month,
        given=given,
        lines=_list_lines(readings, today, MONTHS_SHOWN),
        partners=_list_partners(viewer, today),
        is_paused=OwnCurvePause.objects.filter(person=viewer, until_on__isnull=True).exists(),
        kept_years=rule_of(viewer.organization_id).years,
    )


def get_shown_curve(*, viewer: Person, pair: Pair, now: datetime.datetime) -> list[OwnLine]:
    """Empty for everybody but the partner to whom it is shown, and where nothing was answered lately."""
    today = viewer.today(now)
    readings = OwnReading.objects.shown_to(viewer, pair, on=today)
    return _list_lines(readings, today, MONTHS_OF_PARTNER)


def is_own_curve_due(viewer: Person, today: datetime.date) -> bool:
    """Nothing of this month yet. Whether they want to be asked, the fact has told."""
    return not OwnReading.objects.visible_to(viewer).filter(month=month_of(today)).exists()


def _list_lines(readings: OwnReadingQuerySet, today: datetime.date, count: int) -> list[OwnLine]:
    """From the first month that has anything on, so that a young curve is no empty field. One query."""
    wanted = list_months(today, count)
    found = readings.filter(month__gte=wanted[0], month__lte=wanted[-1])
    values = {(code, month): value for code, month, value in found.values_list("question", "month", "value")}
    if not values:
        return []
    first = min(month for _code, month in values)
    months = [month for month in wanted if month >= first]
    language = get_language() or "ja"
    return [
        OwnLine(
            code=one.code,
            words=one.words.in_language(language),
            steps=[step.words.in_language(language) for step in one.offered],
            months=months,
            values=[values.get((one.code, month)) for month in months],
        )
        for one in get_own_questions().list_questions()
    ]


def _list_partners(viewer: Person, today: datetime.date) -> list[OwnPartner]:
    pairs = Pair.objects.visible_to(viewer).on(today).select_related("mentee", "mentor")
    shown = set(OwnCurveShare.objects.filter(person=viewer).values_list("pair", flat=True))
    return [
        OwnPartner(pair_id=pair.pk, partner=pair.partner_of(viewer), is_shown=pair.pk in shown)
        for pair in pairs.order_by("starts_on", "pk")
        if policies.may_show_curve(viewer, pair, on=today)
    ]
