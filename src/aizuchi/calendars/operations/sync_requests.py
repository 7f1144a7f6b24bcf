"""Asking for a calendar to be looked at."""

import datetime

from aizuchi.calendars.models import Connection
from aizuchi.calendars.tasks import sync_connection


def request_sync(*, connection: Connection, now: datetime.datetime) -> None:
    """Soon, in a job. Whoever is at it right now looks once more when they are done."""
    Connection.objects.filter(pk=connection.pk).update(asked_at=now)
    sync_connection.enqueue(str(connection.pk))
