"""One person's side of getting ready."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from aizuchi.catalogue.models import MeetingFormat
from aizuchi.catalogue.purposes import Purpose
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import policies
from aizuchi.meetings.events import AgendaChanged, PreparationChanged, PreparationFinished, PreQuestionSent
from aizuchi.meetings.models import Meeting, Preparation, PreQuestion
from aizuchi.meetings.operations.access import MayMeeting, lock_meeting
from aizuchi.meetings.operations.item_fields import OddChoice
from aizuchi.meetings.operations.recording import tell
from aizuchi.people.models import Person


class NoQuestion(Refusal):
    field = "text"
    sentence = gettext_lazy("Write the question you would like to send.")


class QuestionTooLong(Refusal):
    field = "text"
    sentence = gettext_lazy("Keep a question to 300 characters.")


class EnoughQuestions(Refusal):
    field = "text"
    sentence = gettext_lazy("Five questions are enough to think about. Take one back to send another.")


@transaction.atomic
def check_condition(
    *, actor: Person, meeting_id: uuid.UUID, condition: int | None, now: datetime.datetime
) -> Preparation:
    """Theirs alone, unless they share it for this meeting; nothing ever adds it up."""
    if condition is not None and condition not in Preparation.Condition.values:
        raise OddChoice
    preparation = _prepare(actor, meeting_id, policies.may_check_condition, now)
    preparation.condition = condition
    preparation.save(update_fields=["condition"])
    if preparation.shares_condition:
        tell(PreparationChanged, preparation.meeting, actor=actor, now=now)
    return preparation


@transaction.atomic
def share_condition(*, actor: Person, meeting_id: uuid.UUID, shares: bool, now: datetime.datetime) -> Preparation:
    preparation = _prepare(actor, meeting_id, policies.may_check_condition, now)
    preparation.shares_condition = shares
    preparation.save(update_fields=["shares_condition"])
    tell(PreparationChanged, preparation.meeting, actor=actor, now=now)
    return preparation


@transaction.atomic
def finish_preparation(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Preparation:
    """Says: I'm ready. Nothing has to be filled in, and everything stays editable."""
    preparation = _prepare(actor, meeting_id, policies.may_prepare, now)
    if preparation.finished_at is None:
        preparation.finished_at = now
        preparation.save(update_fields=["finished_at"])
        meeting = preparation.meeting
        tell(PreparationFinished, meeting, actor=actor, now=now)
    return preparation


@transaction.atomic
def reopen_preparation(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Preparation:
    preparation = _prepare(actor, meeting_id, policies.may_prepare, now)
    preparation.finished_at = None
    preparation.save(update_fields=["finished_at"])
    tell(PreparationChanged, preparation.meeting, actor=actor, now=now)
    return preparation


@transaction.atomic
def send_pre_question(*, actor: Person, meeting_id: uuid.UUID, text: str, now: datetime.datetime) -> PreQuestion:
    """Something to think about before we meet. The same question twice is sent once."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_ask_ahead, now=now)
    text = " ".join(text.split())
    if not text:
        raise NoQuestion
    if len(text) > 300:
        raise QuestionTooLong
    if known := meeting.pre_questions.filter(asked_by=actor, text=text).first():
        return known
    if meeting.pre_questions.filter(asked_by=actor).count() >= 5:
        raise EnoughQuestions
    question = PreQuestion.objects.create(meeting=meeting, asked_by=actor, text=text, created_at=now)
    tell(PreQuestionSent, meeting, actor=actor, now=now)
    return question


@transaction.atomic
def take_back_pre_question(
    *, actor: Person, meeting_id: uuid.UUID, question_id: uuid.UUID, now: datetime.datetime
) -> None:
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_ask_ahead, now=now)
    meeting.pre_questions.filter(pk=question_id, asked_by=actor).delete()
    tell(AgendaChanged, meeting, actor=actor, now=now)


@transaction.atomic
def choose_format(
    *, actor: Person, meeting_id: uuid.UUID, format_id: uuid.UUID | None, now: datetime.datetime
) -> Meeting:
    """What kind of 1on1 this will be: suggests topics and questions, and the length while there is no date."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_prepare, now=now)
    meeting.format = None
    if format_id is not None:
        offered = MeetingFormat.objects.filter(organization=meeting.pair.organization_id)
        meeting.format = get_object_or_404(offered, pk=format_id)
        if meeting.starts_at is None:
            meeting.minutes = meeting.format.minutes
    meeting.save(update_fields=["format", "minutes"])
    tell(AgendaChanged, meeting, actor=actor, now=now)
    return meeting


def _prepare(actor: Person, meeting_id: uuid.UUID, may: MayMeeting, now: datetime.datetime) -> Preparation:
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=may, now=now)
    preparation, _ = Preparation.objects.get_or_create(meeting=meeting, person=actor)
    preparation.meeting = meeting
    return preparation


@transaction.atomic
def name_intent(*, actor: Person, meeting_id: uuid.UUID, intent: str, now: datetime.datetime) -> Meeting:
    """What this 1on1 is for, as whoever listens sees it; empty takes it back. Until it is held."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_name_intent, now=now)
    if intent and intent not in Purpose.values:
        raise OddChoice
    meeting.intent = intent
    meeting.save(update_fields=["intent"])
    tell(AgendaChanged, meeting, actor=actor, now=now)
    return meeting
