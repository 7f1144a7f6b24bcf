"""What follows in this app when something happens in another."""

import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.availability.events import PreparationTimeChanged
from aizuchi.calendars.operations.preparation import book_preparations_of


def book_preparations_anew(event: PreparationTimeChanged) -> None:
    book_all_preparations.enqueue(str(event.person_id))


@task()
def book_all_preparations(person_id: str) -> int:
    """In a job: a quarter of 1on1s with a whole team is not done while somebody waits for the page."""
    return book_preparations_of(person_id=uuid.UUID(person_id), now=timezone.now())
