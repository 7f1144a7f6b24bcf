"""Asking for a calendar to be looked at."""

import datetime
import uuid

from aizuchi.calendars.models import Connection
from aizuchi.calendars.tasks import sync_connection


def request_sync(*, connection_id: uuid.UUID, now: datetime.datetime) -> None:
    """Soon, in a job. Whoever is at it right now looks once more when they are done."""
    Connection.objects.filter(pk=connection_id).update(asked_at=now)
    sync_connection.enqueue(str(connection_id))
