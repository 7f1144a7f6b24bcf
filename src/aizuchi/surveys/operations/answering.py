"""One person's answers to a survey that is not anonymous: kept as they go, sent once."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.answer_links import may_be_answered_by_link
from aizuchi.surveys.models import AnswerSheet, Participant, Survey
from aizuchi.surveys.refusals import AnsweredBefore, AnsweredInTheBrowser, NotByLink, NothingAnswered, NotOpen
from aizuchi.surveys.structure.given import Given, ReadAnswers, cut_given, read_answers, write_answers


@transaction.atomic
def keep_answers(*, actor: Person, survey_id: uuid.UUID, given: Given, now: datetime.datetime) -> None:
    """As it was typed, for going on later; what was sent before stays as it is. Raises NotOpen."""
    _survey, participant = _lock(actor, survey_id, now)
    sheet = _sheet_of(participant)
    sheet.draft, sheet.changed_at = cut_given(given), now
    sheet.save()


@transaction.atomic
def send_answers(
    *, actor: Person, survey_id: uuid.UUID, given: Given, now: datetime.datetime, points_at_empty: bool = False
) -> ReadAnswers:
    """Sent if nothing is amiss, and kept as it was typed if something is; sending again before it closes replaces.

    `points_at_empty`: what is softly asked for and left empty counts as amiss, once. Raises NotOpen, NothingAnswered.
    """
    survey, participant = _lock(actor, survey_id, now)
    read = read_answers(survey.read(), given)
    if not read.faults and not read.answers:
        raise NothingAnswered
    sheet = _sheet_of(participant)
    sheet.changed_at = now
    if read.faults or (points_at_empty and read.left_empty):
        sheet.draft = cut_given(given)
    else:
        sheet.answers, sheet.draft, sheet.sent_at = write_answers(read), None, now
    sheet.save()
    return read


@transaction.atomic
def send_answers_by_link(
    *, actor: Person, survey_id: uuid.UUID, given: Given, now: datetime.datetime, points_at_empty: bool
) -> ReadAnswers:
    """As `send_answers`, for whoever came by the link in a mail: once, and nothing that is begun elsewhere changes.

    Raises NotOpen, NotByLink, AnsweredBefore, NothingAnswered.
    """
    survey, participant = _lock(actor, survey_id, now)
    if not may_be_answered_by_link(survey):
        raise NotByLink
    sheet = _sheet_of(participant)
    if sheet.sent_at:
        raise AnsweredBefore
    read = read_answers(survey.read(), given)
    if not read.faults and not read.answers:
        raise NothingAnswered
    if not (read.faults or (points_at_empty and read.left_empty)):
        sheet.answers, sheet.draft, sheet.sent_at, sheet.changed_at = write_answers(read), None, now, now
        sheet.save()
    return read


def _lock(actor: Person, survey_id: uuid.UUID, now: datetime.datetime) -> tuple[Survey, Participant]:
    survey = get_object_or_404(Survey.objects.visible_to(actor), pk=survey_id)
    participant = get_object_or_404(survey.participants.select_for_update(), person=actor)
    if survey.is_anonymous:
        raise AnsweredInTheBrowser
    if not policies.may_answer(actor, survey, now=now):
        raise NotOpen
    return survey, participant


def _sheet_of(participant: Participant) -> AnswerSheet:
    return AnswerSheet.objects.filter(participant=participant).first() or AnswerSheet(participant=participant)
