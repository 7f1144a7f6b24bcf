"""Somebody wants more time to get ready, or less: what is in their calendar follows."""

import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.availability.events import PreparationTimeChanged
from aizuchi.calendars.appointments import list_coming
from aizuchi.calendars.operations.entries import book_preparations
from aizuchi.people.models import Person


def book_preparations_anew(event: PreparationTimeChanged) -> None:
    book_all_preparations.enqueue(str(event.person_id))


@task()
def book_all_preparations(person_id: str) -> int:
    """In a job: a quarter of 1on1s with a whole team is not done while somebody waits for the page."""
    now = timezone.now()
    person = Person.objects.select_related("organization").get(pk=uuid.UUID(person_id))
    coming = list_coming(person, since=now)
    for appointment in coming:
        book_preparations(appointment=appointment, now=now)
    return len(coming)
