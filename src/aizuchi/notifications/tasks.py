"""Mails on their way. A job may run twice; a mail that comes twice does no harm."""

import uuid
from typing import Any

from django.utils import timezone
from django_tasks import task

from aizuchi.notifications.delivery import deliver
from aizuchi.notifications.mails import invitation, new_password
from aizuchi.notifications.messages import CalendarPart, Message
from aizuchi.people.models import Person


@task()
def deliver_message(person_id: str, message: dict[str, Any]) -> None:
    if person := _find(person_id):
        part = message.get("calendar")
        told = Message(
            **{**message, "lines": tuple(message["lines"]), "calendar": CalendarPart(**part) if part else None}
        )
        deliver(person=person, message=told, now=timezone.now())


@task()
def deliver_invitation(person_id: str) -> None:
    """The link is made here, so that it exists nowhere but in the mail."""
    if person := _find(person_id):
        deliver(person=person, message=invitation(person), now=timezone.now())


@task()
def deliver_password_link(person_id: str) -> None:
    if person := _find(person_id):
        deliver(person=person, message=new_password(person), now=timezone.now())


def _find(person_id: str) -> Person | None:
    """Nobody, if they were erased in the meantime."""
    person: Person | None = Person.objects.select_related("organization").filter(pk=uuid.UUID(person_id)).first()
    return person
