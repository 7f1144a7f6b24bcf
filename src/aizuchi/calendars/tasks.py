"""Jobs of this room. Each may run twice, and none loses anything if it dies half-way."""

import datetime
import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.calendars.invitations import mail_waiting
from aizuchi.calendars.models import Entry


@task()
def mail_invitations(entry_id: str) -> int:
    entry = Entry.objects.filter(pk=uuid.UUID(entry_id)).first()
    return mail_waiting(entry, now=timezone.now()) if entry else 0


@task(attempts=1, timeout=datetime.timedelta(minutes=5))
def sync_connection(connection_id: str) -> None:
    pass
