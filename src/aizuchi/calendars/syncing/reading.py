"""What changed in a calendar since the latest look, page by page; each page is kept before the next is asked for."""

import datetime

from django.db import transaction

from aizuchi.calendars.adapters import CalendarAdapter, ChangePage, SyncTokenGone
from aizuchi.calendars.models import CalendarQuestion, Connection
from aizuchi.calendars.syncing.busy import count_unreadable, forget_all_but, save_busy_times, save_unreadable
from aizuchi.calendars.syncing.owner_changes import find_own, follow_own, follow_removal, list_missing
from aizuchi.kernel.ics.reading import BusyWindow

BACK = datetime.timedelta(days=1)
AHEAD = datetime.timedelta(days=190)
SPREAD_AGAIN = datetime.timedelta(days=100)  # repeating events are spread out anew when less than this is left


def read_connection(adapter: CalendarAdapter, connection: Connection, *, now: datetime.datetime) -> None:
    """Incrementally where the server remembers us, else everything."""
    is_spread = connection.read_until is not None and connection.read_until > now + SPREAD_AGAIN
    if connection.sync_token and is_spread:
        try:
            _read(adapter, connection, token=connection.sync_token, now=now)
            return
        except SyncTokenGone:
            Connection.objects.filter(pk=connection.pk).update(sync_token="")
    _read(adapter, connection, token="", now=now)


def _read(adapter: CalendarAdapter, connection: Connection, *, token: str, now: datetime.datetime) -> None:
    until = now + AHEAD if not token or connection.read_until is None else connection.read_until
    window = BusyWindow(now - BACK, until)
    seen, is_full, new_token = set[str](), False, token
    for page in adapter.read_changes(sync_token=token, window=window):
        _keep_page(connection, page, seen, now=now)
        is_full, new_token = page.is_full, page.sync_token or new_token
    if is_full:
        _drop_the_rest(connection, seen, until=until, now=now)
        connection.read_until = until
    connection.unreadable = count_unreadable(connection)
    connection.sync_token = new_token
    connection.save(update_fields=["sync_token", "read_until", "unreadable"])


def _keep_page(connection: Connection, page: ChangePage, seen: set[str], *, now: datetime.datetime) -> None:
    own = find_own(connection, page.changes)
    with transaction.atomic():
        save_busy_times(connection, [change for change in page.changes if change.href not in own])
        save_unreadable(connection, page.changes)
    for change in page.changes:
        seen.add(change.href)
        if change.href in own:
            follow_own(change, own[change.href], now=now)


def _drop_the_rest(connection: Connection, seen: set[str], *, until: datetime.datetime, now: datetime.datetime) -> None:
    with transaction.atomic():
        forget_all_but(connection, seen)
    for outgoing in list_missing(connection, seen=seen, until=until):
        follow_removal(outgoing, kind=CalendarQuestion.Kind.REMOVED, now=now)
