"""The answer to what a change in one's calendar left open."""

import datetime
import uuid

from django.db import transaction

from aizuchi.calendars import policies
from aizuchi.calendars.appointments import source_of
from aizuchi.calendars.models import CalendarQuestion, OutgoingEvent
from aizuchi.calendars.operations.access import access_question
from aizuchi.calendars.operations.sync_requests import request_sync
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person

Answer = CalendarQuestion.Answer


@transaction.atomic
def answer_question(*, actor: Person, question_id: uuid.UUID, answer: str, now: datetime.datetime) -> CalendarQuestion:
    """Keep it, which puts it back into the calendar, or call it off. Raises NotPossible where that cannot be done."""
    question = access_question(viewer=actor, question_id=question_id)
    require(policies.may_answer_question(actor, question))
    if question.answer:
        return question
    question.answer, question.answered_at = Answer(answer), now
    question.save(update_fields=["answer", "answered_at"])
    if question.entry.called_off_at:
        return question
    if question.answer == Answer.CALL_OFF:
        key = question.entry.appointment_key
        source_of(key).call_off(key, actor=actor, now=now)
    else:
        _put_back(question, now=now)
    return question


def _put_back(question: CalendarQuestion, *, now: datetime.datetime) -> None:
    missing = OutgoingEvent.objects.filter(entry=question.entry, connection__person=question.person)
    for outgoing in missing.filter(connection__writes=True).select_related("connection"):
        outgoing.delete()  # another copy: the one before is deleted there for good
        OutgoingEvent.objects.create(entry=question.entry, connection=outgoing.connection, href=outgoing.href)
        request_sync(connection_id=outgoing.connection.pk, now=now)
