"""Load what somebody asked for, or raise Http404: one's own calendars and questions, and the organization's rooms."""

import datetime
import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from aizuchi.calendars import policies
from aizuchi.calendars.models import CalendarQuestion, Connection
from aizuchi.people.models import Person


def access_connection(*, viewer: Person, connection_id: uuid.UUID, now: datetime.datetime) -> Connection:
    """One's own, or a room's for whoever connects rooms."""
    return _find_connection(Connection.objects.all(), viewer, connection_id, now)


def lock_connection(*, actor: Person, connection_id: uuid.UUID, now: datetime.datetime) -> Connection:
    """The same, held until the transaction ends."""
    return _find_connection(Connection.objects.select_for_update(of=("self",)), actor, connection_id, now)


def _find_connection(
    connections: QuerySet[Connection], viewer: Person, connection_id: uuid.UUID, now: datetime.datetime
) -> Connection:
    found = connections.select_related("person", "space__organization")
    within = Q(person=viewer) | Q(space__organization=viewer.organization_id)
    connection = found.filter(within, pk=connection_id).first()
    on = viewer.organization.today(now)
    if connection is None or not policies.may_see_connection(viewer, connection, on=on):
        raise Http404
    return connection


def access_question(*, viewer: Person, question_id: uuid.UUID) -> CalendarQuestion:
    questions = (
        CalendarQuestion.objects.visible_to(viewer).select_for_update(of=("self",)).select_related("entry", "person")
    )
    question = questions.filter(pk=question_id).first()
    if question is None:
        raise Http404
    return question
