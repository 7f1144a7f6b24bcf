"""A pulse by a plan: every month some of the questions go out by themselves, and close by themselves."""

import calendar
import datetime
import uuid
import zoneinfo
from dataclasses import dataclass

from django.db import transaction

from aizuchi.kernel.days import midnight
from aizuchi.people.models import Person
from aizuchi.surveys.models import PulsePlan, Survey
from aizuchi.surveys.operations.access import lock_survey, record_step
from aizuchi.surveys.operations.drafts import make_copy
from aizuchi.surveys.operations.opening import SurveyTerms, asks_condition, keep_back, open_survey, write_terms
from aizuchi.surveys.refusals import DependsOnOthers, HasOpened, LongerThanMinute, RotatesTooSlowly
from aizuchi.surveys.structure import Definition, list_faults
from aizuchi.surveys.structure.rotation import choose_questions, is_under_a_minute, list_rotating, stand_alone


@dataclass(frozen=True, kw_only=True)
class Rotation:
    per_month: int
    every_months: int


@transaction.atomic
def start_plan(
    *, actor: Person, survey_id: uuid.UUID, terms: SurveyTerms, rotation: Rotation, now: datetime.datetime
) -> PulsePlan:
    """`terms`: of the first month; the others are as long and begin on the same day. Raises what `settle_survey` does,
    DependsOnOthers, RotatesTooSlowly, LongerThanMinute."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.is_draft:
        raise HasOpened
    _check(survey.read(), rotation)
    write_terms(survey, actor, terms, now)
    survey.save()
    first_on = actor.organization.today(terms.opens_at)
    plan, _is_new = PulsePlan.objects.update_or_create(
        survey=survey,
        defaults={
            "per_month": rotation.per_month,
            "every_months": rotation.every_months,
            "days_open": max(1, (terms.closes_at - terms.opens_at).days),
            "first_on": first_on,
            "next_on": first_on,
            "started_by": actor,
        },
    )
    record_step(survey, "plan_started", actor, now)
    return plan


@transaction.atomic
def stop_plan(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> None:
    """What is open stays open. A second time changes nothing."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if PulsePlan.objects.filter(survey=survey, next_on__isnull=False).update(next_on=None):
        record_step(survey, "plan_stopped", actor, now)


@transaction.atomic
def open_round(*, plan_id: uuid.UUID, now: datetime.datetime) -> Survey | None:
    """Once a month, however often it is called; a month that went by while nothing ran is left out. Where the
    questions no longer fit the plan it stops, and says why on the page of its draft."""
    plan = PulsePlan.objects.select_for_update(of=("self",)).select_related("survey__organization").get(pk=plan_id)
    pool, today = plan.survey, plan.survey.organization.today(now)
    due_on = plan.next_on
    if due_on is None or due_on > today:
        return None
    definition = pool.read()
    if not _still_fits(pool, definition, plan):
        plan.next_on = None
        plan.save(update_fields=["next_on"])
        keep_back(pool, Survey.KeptBack.FAULTS, now)
        return None
    plan.next_on = _month_after(plan.first_on, today)
    plan.save(update_fields=["next_on"])
    zone = zoneinfo.ZoneInfo(pool.organization.time_zone)
    opens_at = midnight(due_on, zone)
    closes_at = midnight(due_on + datetime.timedelta(days=plan.days_open), zone)
    if closes_at <= now:
        return None
    made = make_copy(pool, choose_questions(definition, _list_rounds(pool), plan.per_month), plan.started_by, now)
    made.opens_at, made.closes_at, made.is_settled = opens_at, closes_at, True
    made.save(update_fields=["opens_at", "closes_at", "is_settled"])
    open_survey(survey_id=made.pk, now=now)
    return made


def _check(definition: Definition, rotation: Rotation) -> None:
    if not stand_alone(definition):
        raise DependsOnOthers
    if len(list_rotating(definition)) > rotation.per_month * rotation.every_months:
        raise RotatesTooSlowly(len(list_rotating(definition)))
    if not is_under_a_minute(definition, rotation.per_month):
        raise LongerThanMinute


def _still_fits(pool: Survey, definition: Definition, plan: PulsePlan) -> bool:
    """The draft can be changed while the plan runs."""
    if any(fault.hinders for fault in list_faults(definition)) or not list_rotating(definition):
        return False
    if not pool.is_anonymous and asks_condition(pool, definition):
        return False
    return stand_alone(definition) and is_under_a_minute(definition, plan.per_month)


def _list_rounds(pool: Survey) -> list[list[str]]:
    """Codes of the questions of each round before, the earliest first."""
    asked = Survey.objects.filter(organization=pool.organization_id, series=pool.series, opened_at__isnull=False)
    return [[one.code for one in list_rotating(survey.read())] for survey in asked.order_by("opened_at", "pk")]


def _month_after(first_on: datetime.date, today: datetime.date) -> datetime.date:
    """The first day after today that has the number of the first one, or is the last of a shorter month."""
    year, month = today.year, today.month
    while True:
        day = min(first_on.day, calendar.monthrange(year, month)[1])
        if datetime.date(year, month, day) > today:
            return datetime.date(year, month, day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
