"""A survey by name closes once, and what was answered is added up."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from aizuchi.people.models import Leave
from aizuchi.surveys.adding_up import add_up
from aizuchi.surveys.models import AnswerSheet, Participant, Survey
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.operations.sums import MANY, FoundSums, find_sums, keep_sums
from aizuchi.surveys.results.keeping import GroupPeople
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.given import AnswerReader, ReadAnswers


@dataclass(frozen=True)
class _Answered:
    """By what is seen whether somebody answered, left, or was erased since answers were added up."""

    asked: dict[uuid.UUID, int]
    """By group, without those who left or are on leave and have not answered."""
    sheets: int
    changed_at: datetime.datetime | None


def close_survey(*, survey_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Whether it closed now: a second time changes nothing. Anonymous ones close when their answers are released.

    Adding up takes seconds where many were asked: everybody else may write meanwhile, and where that changed what was
    added up, it is done again.
    """
    survey = Survey.objects.due_to_close(now).select_related("organization").filter(pk=survey_id).first()
    if survey is None:
        return False
    on = survey.organization.today(now)
    answered = _look(survey, on)
    found = _find_sums(survey, answered)
    with transaction.atomic():
        if Survey.objects.due_to_close(now).select_for_update(of=("self",)).filter(pk=survey_id).first() is None:
            return False
        if (answered_now := _look(survey, on)) != answered:
            found = _find_sums(survey, answered_now)
        _list_absent(survey, on).update(excused_on=on)
        keep_sums(found)
        survey.closed_at = now
        survey.save(update_fields=["closed_at"])
        record_step(survey, "closed", None, now)
    return True


def _find_sums(survey: Survey, answered: _Answered) -> FoundSums:
    definition = survey.read()
    totals = add_up(definition, _read_sheets(survey, definition))
    people = {
        group: GroupPeople(asked=answered.asked.get(group, 0), answered=totals.by_group[group].answered)
        for group in {*answered.asked, *totals.by_group}
    }
    return find_sums(survey, definition, totals, people)


def _look(survey: Survey, on: datetime.date) -> _Answered:
    here = survey.participants.filter(excused_on__isnull=True).exclude(pk__in=_list_absent(survey, on))
    asked = dict(here.values_list("group").annotate(Count("pk")))
    return _Answered(asked, *_list_sent(survey).aggregate(Count("pk"), Max("changed_at")).values())


def _list_absent(survey: Survey, on: datetime.date) -> QuerySet[Participant]:
    """Whoever left or is on leave, and has not answered, is in no denominator."""
    silent = survey.participants.exclude(sheet__sent_at__isnull=False)
    away = Leave.objects.on(on).filter(person__organization_id=survey.organization_id).values("person")
    return silent.filter(person__left_on__lt=on) | silent.filter(person__in=away)


def _list_sent(survey: Survey) -> QuerySet[AnswerSheet]:
    return AnswerSheet.objects.filter(participant__survey=survey, sent_at__isnull=False)


def _read_sheets(survey: Survey, definition: Definition) -> Iterator[tuple[uuid.UUID, ReadAnswers]]:
    reader = AnswerReader(definition)
    sent = _list_sent(survey).values_list("participant__group", "answers")
    for group, answers in sent.iterator(chunk_size=MANY):
        yield group, reader.read(answers)
