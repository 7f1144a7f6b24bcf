"""A survey closes once, and what was answered is added up: pages read sums, never answers."""

import datetime
import random
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count

from aizuchi.people.models import Leave
from aizuchi.surveys.adding_up import Totals, add_up, carry_upwards
from aizuchi.surveys.models import AnswerSheet, AnswerSums, Survey, SurveyGroup, TextAnswer
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.given import ReadAnswers, read_answers

MANY = 1000


@transaction.atomic
def close_survey(*, survey_id: uuid.UUID, now: datetime.datetime) -> bool:
    """Whether it closed now: a second time changes nothing. Anonymous ones close when their answers are released."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=survey_id)
    if not Survey.objects.due_to_close(now).filter(pk=survey.pk).exists():
        return False
    _excuse_absent(survey, on=survey.organization.today(now))
    definition = survey.read()
    _keep_sums(survey, add_up(definition, _read_sheets(survey, definition)))
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


def _keep_sums(survey: Survey, totals: Totals[uuid.UUID]) -> None:
    groups = {group.pk: group for group in survey.groups.all()}
    chains = {key: _chain(group, groups) for key, group in groups.items()}
    asked = survey.participants.filter(excused_on__isnull=True).values_list("group").annotate(Count("pk"))
    carried = carry_upwards(totals.by_group, chains)
    for group in groups.values():
        group.asked, group.answered = 0, carried[group.pk].answered if group.pk in carried else 0
    for key, people in asked:
        for one in chains[key]:
            groups[one].asked += people
    SurveyGroup.objects.bulk_update(groups.values(), ["asked", "answered"], batch_size=MANY)
    AnswerSums.objects.bulk_create(
        (
            AnswerSums(group_id=key, question=code, answered=total.answered, counts=dict(total.counts))
            for key, of_group in carried.items()
            for code, total in of_group.questions.items()
        ),
        batch_size=MANY,
    )
    texts = [TextAnswer(group_id=key, question=code, text=text) for key, code, text in totals.texts]
    random.SystemRandom().shuffle(texts)
    TextAnswer.objects.bulk_create(texts, batch_size=MANY)


def _chain(group: SurveyGroup, groups: dict[uuid.UUID, SurveyGroup]) -> list[uuid.UUID]:
    """Itself and all that hold it."""
    chain = [group.pk]
    while group.above_id:
        group = groups[group.above_id]
        chain.append(group.pk)
    return chain
