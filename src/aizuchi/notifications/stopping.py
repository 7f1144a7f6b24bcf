"""Links that switch one type of notice off, for whoever holds the mail: a mail program may press it for its reader."""

import uuid
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.people.models import Person

SALT = "aizuchi.notifications.stop"


@dataclass(frozen=True)
class Stop:
    person_id: uuid.UUID
    notification_type: str
    channel: str


class BrokenStopLink(ValueError):
    pass


def make_stop_link(person: Person, notification_type: str, channel: str) -> str:
    """An empty type means: all that come together in a digest."""
    token = signing.dumps([str(person.pk), notification_type, channel], salt=SALT)
    return absolute(reverse("notifications:stop", args=[token]))


def read_stop_link(token: str) -> Stop:
    """These links do not age: an old mail must be as easy to stop as a new one. Raises BrokenStopLink."""
    try:
        person_id, notification_type, channel = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as broken:
        raise BrokenStopLink from broken
    return Stop(uuid.UUID(person_id), notification_type, channel)
