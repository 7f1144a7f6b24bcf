import datetime
import uuid
from dataclasses import dataclass

from django.utils.functional import Promise

from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import Participant, Survey


@dataclass(frozen=True, kw_only=True)
class SurveyLine:
    id: uuid.UUID
    title: str
    kind: str | Promise
    opens_at: datetime.datetime | None
    last_day: datetime.date | None
    is_sent: bool = False


@dataclass(frozen=True, kw_only=True)
class SurveyList:
    asked: list[SurveyLine]
    """What waits for the viewer, or may still be changed."""
    drafts: list[SurveyLine]
    coming: list[SurveyLine]
    out: list[SurveyLine]
    closed: list[SurveyLine]
    may_build: bool


def list_surveys(viewer: Person, *, now: datetime.datetime) -> SurveyList:
    may_build = policies.may_build(viewer, on=viewer.organization.today(now))
    own = (
        list(Survey.objects.visible_to(viewer).select_related("organization").defer("definition")) if may_build else []
    )
    return SurveyList(
        asked=list_asked_surveys(viewer, now=now),
        drafts=[_line(one) for one in own if one.is_draft],
        coming=[_line(one) for one in own if one.is_settled and one.opened_at is None],
        out=[_line(one) for one in own if one.opened_at and not one.closed_at],
        closed=[_line(one) for one in own if one.closed_at],
        may_build=may_build,
    )


def list_asked_surveys(viewer: Person, *, now: datetime.datetime) -> list[SurveyLine]:
    """One query."""
    rows = Participant.objects.filter(
        person=viewer,
        excused_on__isnull=True,
        survey__opened_at__isnull=False,
        survey__closed_at__isnull=True,
        survey__closes_at__gt=now,
    )
    found = rows.select_related("survey__organization", "sheet").defer("survey__definition", "sheet__answers")
    return [
        _line(row.survey, is_sent=hasattr(row, "sheet") and row.sheet.sent_at is not None)
        for row in found.order_by("survey__closes_at")
    ]


def _line(survey: Survey, *, is_sent: bool = False) -> SurveyLine:
    return SurveyLine(
        id=survey.pk,
        title=survey.title,
        kind=Survey.Kind(survey.kind).label,
        opens_at=survey.opens_at,
        last_day=survey.last_day,
        is_sent=is_sent,
    )
