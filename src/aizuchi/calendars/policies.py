"""Who may connect which calendar, and see it. Each person their own; those of rooms are for HR and administrators."""

import datetime

from aizuchi.calendars.models import CalendarQuestion, Connection
from aizuchi.people import policies as people
from aizuchi.people.models import Organization, Person


def may_see_connection(viewer: Person, connection: Connection, *, on: datetime.date) -> bool:
    if connection.space:
        return may_connect_spaces(viewer, connection.space.organization, on=on)
    return connection.person_id == viewer.pk


def may_connect_spaces(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    return viewer.organization_id == organization.pk and people.is_administrator(viewer, on=on)


def may_name_1on1s(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    """Whoever keeps people keeps the word under which their 1on1s stand in calendars."""
    return people.may_edit_people(viewer, organization, on=on)


def may_answer_question(viewer: Person, question: CalendarQuestion) -> bool:
    return question.person_id == viewer.pk
