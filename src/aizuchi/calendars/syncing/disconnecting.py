"""Disconnecting: our dates out of that calendar, the consent given back, everything forgotten."""

import contextlib
import datetime

from django.utils import timezone

from aizuchi.calendars.adapters import CalendarAdapter, ChangedThere, Refused, Trouble
from aizuchi.calendars.credentials import CredentialsLost, forget_credentials
from aizuchi.calendars.models import Connection, OutgoingEvent
from aizuchi.calendars.syncing.adapters import open_adapter
from aizuchi.calendars.syncing.busy import busy_times_of
from aizuchi.calendars.syncing.channels import close_channel

PATIENCE = 3  # a server that does not answer must not keep us from forgetting


def disconnect(connection: Connection, *, now: datetime.datetime) -> None:
    """Raises Trouble as long as it is worth another try."""
    try:
        adapter = open_adapter(connection)
        try:
            _clear(adapter, connection, now=now)
        finally:
            adapter.close()
    except Trouble:
        if connection.failures + 1 < PATIENCE:
            raise
    except (Refused, CredentialsLost):
        pass
    busy_times_of(connection).delete()
    forget_credentials(connection, now=timezone.now())
    connection.delete()


def _clear(adapter: CalendarAdapter, connection: Connection, *, now: datetime.datetime) -> None:
    ahead = OutgoingEvent.objects.filter(connection=connection, entry__ends_at__gt=now).exclude(href="")
    for outgoing in ahead:
        with contextlib.suppress(ChangedThere):  # changed by its owner: theirs to keep
            adapter.delete_event(href=outgoing.href, etag="")
        outgoing.delete()
    close_channel(adapter, connection)
    beside = Connection.objects.standing().filter(kind=connection.kind, account=connection.account)
    if not connection.is_domain_wide and not beside.filter(person=connection.person).exists():
        adapter.revoke()  # a consent is given for the whole account
