"""Somebody wants more time to get ready, or less: what is in their calendar follows."""

import datetime
import uuid

from aizuchi.calendars.appointments import list_coming
from aizuchi.calendars.operations.entries import book_preparations
from aizuchi.people.models import Person


def book_preparations_of(*, person_id: uuid.UUID, now: datetime.datetime) -> int:
    """Returns for how many coming 1on1s."""
    person = Person.objects.select_related("organization").get(pk=person_id)
    coming = list_coming(person, since=now)
    for appointment in coming:
        book_preparations(appointment=appointment, now=now)
    return len(coming)
