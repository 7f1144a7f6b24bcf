"""Push channels: the other side tells us that something changed, where it can reach us. Polling goes on beside it."""

import contextlib
import datetime
import hashlib
import secrets
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from aizuchi.calendars.adapters import CalendarAdapter, Channel, Refused, Trouble
from aizuchi.calendars.models import Connection
from aizuchi.kernel.addresses import absolute

RENEW_BEFORE = datetime.timedelta(hours=12)


def keep_channel(adapter: CalendarAdapter, connection: Connection, *, now: datetime.datetime) -> None:
    """Opens one, or renews it before it runs out. Without one polling does, so no failure here is a problem."""
    if not can_be_reached() or (connection.channel_until and connection.channel_until > now + RENEW_BEFORE):
        return
    if connection.kind == Connection.Kind.CALDAV:
        return
    secret, channel_id = secrets.token_urlsafe(32), str(uuid.uuid4())
    before = channel_of(connection)
    # Noted before it is opened: the first call may come before our answer does.
    connection.channel_secret = hash_secret(secret)
    connection.channel_id = channel_id
    connection.save(update_fields=["channel_secret", "channel_id"])
    address = absolute(reverse(f"calendars:push_{connection.kind}"))
    try:
        channel = adapter.open_channel(address=address, id=channel_id, secret=secret, now=now)
    except (Trouble, Refused):
        channel = None
    connection.channel_id = channel.id if channel else ""
    connection.channel_resource = channel.resource if channel else ""
    connection.channel_until = channel.until if channel else None
    connection.save(update_fields=["channel_id", "channel_resource", "channel_until"])
    if before and channel:
        with contextlib.suppress(Trouble, Refused):
            adapter.close_channel(before)


def close_channel(adapter: CalendarAdapter, connection: Connection) -> None:
    if channel := channel_of(connection):
        with contextlib.suppress(Trouble, Refused):
            adapter.close_channel(channel)


def channel_of(connection: Connection) -> Channel | None:
    if not connection.channel_id or connection.channel_until is None:
        return None
    return Channel(id=connection.channel_id, resource=connection.channel_resource, until=connection.channel_until)


def can_be_reached() -> bool:
    """Google and Microsoft call encrypted addresses out in the open only."""
    parts = urlsplit(settings.PUBLIC_URL)
    return parts.scheme == "https" and "." in (parts.hostname or "")


def hash_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
