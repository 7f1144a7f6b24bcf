"""Mail goes out in jobs, which are enqueued with the change they tell of and lost with it."""

import datetime
from dataclasses import asdict

from aizuchi.notifications.messages import Message
from aizuchi.notifications.tasks import deliver_message
from aizuchi.people.models import Person


def send_mail(*, person: Person, message: Message, now: datetime.datetime) -> None:
    """Mails a message as soon as what happens around it is committed. Nobody without an address is written to.

    The message waits in the queue as it is: a link that signs somebody in belongs into a task of its own.
    """
    if person.email and person.is_still_here_on(person.organization.today(now)):
        deliver_message.enqueue(str(person.pk), asdict(message))
