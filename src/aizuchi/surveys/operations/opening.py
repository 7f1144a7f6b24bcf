"""When it is, who is asked; from its opening on nothing of a survey changes."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from aizuchi.people.models import Person, Unit
from aizuchi.people.queries import outline_of
from aizuchi.surveys.asked import find_asked
from aizuchi.surveys.grouping import Grouping, group_by_unit
from aizuchi.surveys.models import Participant, Survey, SurveyGroup
from aizuchi.surveys.operations.access import lock_survey, record_step
from aizuchi.surveys.refusals import AskedByName, HasOpened, NobodyAsked, NoTimes, StillHasFaults
from aizuchi.surveys.structure import list_faults

MANY = 1000


@dataclass(frozen=True, kw_only=True)
class SurveyTerms:
    """What is told before the first question, and cannot change once it is out."""

    opens_at: datetime.datetime
    closes_at: datetime.datetime
    readers: str = Survey.Readers.HR
    unit_ids: Collection[uuid.UUID] = ()
    """None: the whole organization."""


@transaction.atomic
def settle_survey(*, actor: Person, survey_id: uuid.UUID, terms: SurveyTerms, now: datetime.datetime) -> Survey:
    """It goes out by itself when its time has come. Raises HasOpened, NoTimes, AskedByName,
    StillHasFaults, NobodyAsked."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.is_draft:
        raise HasOpened
    if terms.closes_at <= max(terms.opens_at, now):
        raise NoTimes
    if survey.kind == Survey.Kind.CONDITION:
        raise AskedByName
    if any(fault.hinders for fault in list_faults(survey.read())):
        raise StillHasFaults
    units = Unit.objects.filter(organization_id=survey.organization_id, pk__in=terms.unit_ids)
    survey.units.set(units)
    if (terms.unit_ids and not units) or not find_asked(survey, on=actor.organization.today(now)):
        raise NobodyAsked
    survey.opens_at, survey.closes_at, survey.readers = terms.opens_at, terms.closes_at, terms.readers
    survey.is_anonymous, survey.is_settled, survey.changed_at = False, True, now
    survey.save()
    record_step(survey, "settled", actor, now)
    return survey


@transaction.atomic
def unsettle_survey(*, actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> Survey:
    """Back to the draft, as long as it has not gone out. Raises HasOpened."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if survey.opened_at:
        raise HasOpened
    if survey.is_settled:
        survey.is_settled = False
        survey.save(update_fields=["is_settled"])
        record_step(survey, "unsettled", actor, now)
    return survey


@transaction.atomic
def open_survey(*, survey_id: uuid.UUID, now: datetime.datetime) -> int:
    """Freezes who is asked, and in which group; returns how many. A second time changes nothing."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=survey_id)
    if not Survey.objects.due_to_open(now).filter(pk=survey.pk).exists():
        return 0
    on = survey.organization.today(now)
    asked = find_asked(survey, on=on)
    _keep_groups(survey, group_by_unit(asked, outline_of(survey.organization, on=on)))
    survey.opened_at = now
    survey.save(update_fields=["opened_at"])
    survey.revisions.all().delete()
    record_step(survey, "opened", None, now)
    return len(asked)


def _keep_groups(survey: Survey, grouping: Grouping) -> None:
    """Groups come with those that hold them first."""
    rows: dict[str, SurveyGroup] = {}
    for key, group in grouping.groups.items():
        above = None if group.above is None else rows[group.above]
        rows[key] = SurveyGroup(survey=survey, key=key, above=above, unit_id=group.unit_id, asked=group.people)
    SurveyGroup.objects.bulk_create(rows.values(), batch_size=MANY)
    Participant.objects.bulk_create(
        (Participant(survey=survey, person_id=person, group=rows[key]) for person, key in grouping.key_of.items()),
        batch_size=MANY,
    )
