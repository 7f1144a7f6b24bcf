"""One person's answers to a survey that is not anonymous: kept as they go, sent once."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import AnswerSheet, Participant, Survey
from aizuchi.surveys.refusals import AnsweredInTheBrowser, NothingAnswered, NotOpen
from aizuchi.surveys.structure.given import Given, ReadAnswers, read_answers, write_answers


@transaction.atomic
def keep_answers(*, actor: Person, survey_id: uuid.UUID, given: Given, now: datetime.datetime) -> ReadAnswers:
    """What fits is kept for going on later; what does not fit is said, and stands in what was given. Raises NotOpen."""
    survey, participant = _lock(actor, survey_id, now)
    read = read_answers(survey.read(), given)
    _write(participant, read, now)
    return read


@transaction.atomic
def send_answers(*, actor: Person, survey_id: uuid.UUID, given: Given, now: datetime.datetime) -> ReadAnswers:
    """Sent only if nothing is amiss; sending again before it closes replaces. Raises NotOpen, NothingAnswered."""
    survey, participant = _lock(actor, survey_id, now)
    read = read_answers(survey.read(), given)
    if not read.faults and not read.answers:
        raise NothingAnswered
    sheet = _write(participant, read, now)
    if not read.faults:
        sheet.sent_at = now
        sheet.save(update_fields=["sent_at"])
    return read


def _lock(actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> tuple[Survey, Participant]:
    survey = get_object_or_404(Survey.objects.visible_to(actor), pk=survey_id)
    participant = get_object_or_404(survey.participants.select_for_update(), person=actor)
    if survey.is_anonymous:
        raise AnsweredInTheBrowser
    if not policies.may_answer(actor, survey, now=now):
        raise NotOpen
    return survey, participant


def _write(participant: Participant, read: ReadAnswers, now: datetime.datetime) -> AnswerSheet:
    """An answer that was sent stays as it was until what replaces it is whole."""
    sheet = AnswerSheet.objects.filter(participant=participant).first() or AnswerSheet(participant=participant)
    if sheet.sent_at is None or not read.faults:
        sheet.answers = write_answers(read)
    sheet.changed_at = now
    sheet.save()
    return sheet
