import datetime
import uuid
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.functional import Promise

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.models import Participant, Survey


@dataclass(frozen=True, kw_only=True)
class SurveyLine:
    id: uuid.UUID
    title: str
    kind: str | Promise
    opens_at: datetime.datetime | None
    last_day: datetime.date | None
    minutes: int
    is_anonymous: bool
    is_sent: bool = False
    is_begun: bool = False
    right: Eligibility | None = None
    """To answer without a name."""


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
        asked=_with_rights(viewer, list_asked_surveys(viewer, now=now)),
        drafts=[_line(one) for one in own if one.is_draft],
        coming=[_line(one) for one in own if one.is_settled and one.opened_at is None],
        out=[_line(one) for one in own if one.opened_at and not one.closed_at],
        closed=[_line(one) for one in own if one.closed_at],
        may_build=may_build,
    )


def open_to(viewer: Person, now: datetime.datetime) -> QuerySet[Participant]:
    """Where the viewer is asked, and may answer."""
    return Participant.objects.filter(
        person=viewer,
        excused_on__isnull=True,
        survey__opened_at__isnull=False,
        survey__closed_at__isnull=True,
        survey__closes_at__gt=now,
    )


def list_asked_surveys(viewer: Person, *, now: datetime.datetime) -> list[SurveyLine]:
    """One query."""
    found = open_to(viewer, now).select_related("survey__organization", "sheet")
    return [
        _line(
            row.survey,
            is_sent=hasattr(row, "sheet") and row.sheet.sent_at is not None,
            is_begun=hasattr(row, "sheet") and row.sheet.draft is not None,
        )
        for row in found.defer("survey__definition", "sheet__answers").order_by("survey__closes_at")
    ]


def list_waiting_surveys(viewer: Person, *, now: datetime.datetime) -> list[SurveyLine]:
    """Those by name that are not answered, and all of those without names, with the right to answer each."""
    waiting = [line for line in list_asked_surveys(viewer, now=now) if not line.is_sent]
    return [line for line in _with_rights(viewer, waiting) if line.right or not line.is_anonymous]


def _with_rights(viewer: Person, lines: list[SurveyLine]) -> list[SurveyLine]:
    keys = [str(line.id) for line in lines if line.is_anonymous]
    if not keys:
        return lines
    rights = Eligibility.objects.visible_to(viewer).of(ASKING).filter(window__subject_key__in=keys)
    by_key = {right.window.subject_key: right for right in rights.select_related("window")}
    return [replace(line, right=by_key.get(str(line.id))) for line in lines]


def _line(survey: Survey, *, is_sent: bool = False, is_begun: bool = False) -> SurveyLine:
    return SurveyLine(
        id=survey.pk,
        title=survey.title,
        kind=Survey.Kind(survey.kind).label,
        opens_at=survey.opens_at,
        last_day=survey.last_day,
        minutes=survey.minutes,
        is_anonymous=bool(survey.is_anonymous),
        is_sent=is_sent,
        is_begun=is_begun,
    )
