"""A survey by name closes once, and what was answered is added up."""

import datetime
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count

from aizuchi.people.models import Leave
from aizuchi.surveys.adding_up import add_up
from aizuchi.surveys.models import AnswerSheet, Survey
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.operations.sums import MANY, keep_sums
from aizuchi.surveys.results.keeping import GroupPeople
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.given import ReadAnswers, read_answers


@transaction.atomic
def close_survey(*, survey_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Whether it closed now: a second time changes nothing. Anonymous ones close when their answers are released."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=survey_id)
    if not Survey.objects.due_to_close(now).filter(pk=survey.pk).exists():
        return False
    _excuse_absent(survey, on=survey.organization.today(now))
    definition = survey.read()
    totals = add_up(definition, _read_sheets(survey, definition))
    asked = dict(survey.participants.filter(excused_on__isnull=True).values_list("group").annotate(Count("pk")))
    people = {
        group: GroupPeople(asked=asked.get(group, 0), answered=totals.by_group[group].answered)
        for group in {*asked, *totals.by_group}
    }
    keep_sums(survey, definition, totals, people)
    survey.closed_at = now
    survey.save(update_fields=["closed_at"])
    record_step(survey, "closed", None, now)
    return True


def _excuse_absent(survey: Survey, *, on: datetime.date) -> None:
    """Whoever left or is on leave, and has not answered, is in no denominator."""
    silent = survey.participants.exclude(sheet__sent_at__isnull=False)
    away = Leave.objects.on(on).filter(person__organization_id=survey.organization_id).values("person")
    (silent.filter(person__left_on__lt=on) | silent.filter(person__in=away)).update(excused_on=on)


def _read_sheets(survey: Survey, definition: Definition) -> Iterator[tuple[uuid.UUID, ReadAnswers]]:
    sent = AnswerSheet.objects.filter(participant__survey=survey, sent_at__isnull=False)
    for group, answers in sent.values_list("participant__group", "answers").iterator(chunk_size=MANY):
        yield group, read_answers(definition, answers)
