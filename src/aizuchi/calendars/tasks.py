"""Jobs of this room. Each may run twice, and none loses anything if it dies half-way."""

import datetime
import uuid

from django.utils import timezone
from django_tasks import task

from aizuchi.calendars.invitations import mail_waiting
from aizuchi.calendars.models import CalendarEntry, Connection
from aizuchi.calendars.replies import read_mailbox
from aizuchi.calendars.syncing.run import sync

# There are many of them, and they wait for others: a mail that somebody asked for goes first.
BEHIND_OTHERS = -10


@task()
def mail_invitations(entry_id: str) -> int:
    entry = CalendarEntry.objects.filter(pk=uuid.UUID(entry_id)).first()
    return mail_waiting(entry, now=timezone.now()) if entry else 0


@task(attempts=2, timeout=datetime.timedelta(minutes=5), priority=BEHIND_OTHERS)
def sync_connection(connection_id: str) -> None:
    """A connection keeps its own back-off; whatever dies here is found again by `sync_due_connections`."""
    if sync(uuid.UUID(connection_id)):
        later = timezone.now() + datetime.timedelta(seconds=5)
        sync_connection.using(run_after=later).enqueue(connection_id)


@task()
def sync_due_connections() -> int:
    """Polling. A connection is moved on at once, so that the next minute does not ask for it again."""
    now = timezone.now()
    due = list(Connection.objects.due(now).values_list("pk", flat=True)[:1000])
    Connection.objects.filter(pk__in=due, failures=0).update(next_sync_at=now + datetime.timedelta(minutes=5))
    for connection_id in due:
        sync_connection.enqueue(str(connection_id))
    return len(due)


@task(attempts=1)
def read_answers() -> int:
    """Comes back every few minutes by itself, so a mailbox that is away needs no further attempt."""
    return read_mailbox(now=timezone.now())
