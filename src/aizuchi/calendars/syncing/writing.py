"""Our dates into a calendar. What we are about to write is noted first, so that its echo is known even to a job that
takes over from one that died."""

import datetime
from dataclasses import replace

from aizuchi.calendars.adapters import CalendarAdapter, ChangedThere
from aizuchi.calendars.calendar_events import event_from_booking, event_from_entry
from aizuchi.calendars.models import CalendarEntry, Connection, OutgoingEvent
from aizuchi.calendars.syncing.busy import busy_times_of, key_of


def write_due(adapter: CalendarAdapter, connection: Connection, *, now: datetime.datetime) -> bool:
    """False: something was changed there meanwhile and has to be read first."""
    due = OutgoingEvent.objects.filter(connection=connection, is_due=True, is_removed=False).select_related("entry")
    is_settled = True
    for outgoing in due.order_by("entry__starts_at"):
        try:
            _write(adapter, outgoing, connection, now=now)
        except ChangedThere:
            is_settled = False
    return is_settled


def _write(
    adapter: CalendarAdapter, outgoing: OutgoingEvent, connection: Connection, *, now: datetime.datetime
) -> None:
    entry = outgoing.entry
    if entry.ends_at <= now:  # calendars keep the past
        OutgoingEvent.objects.filter(pk=outgoing.pk).update(is_due=False)
    elif entry.called_off_at or not _belongs(entry, connection):
        _take_away(adapter, outgoing, connection)
    elif outgoing.sequence != entry.sequence:
        _put(adapter, outgoing, entry, connection)
    else:
        OutgoingEvent.objects.filter(pk=outgoing.pk).update(is_due=False)


def _belongs(entry: CalendarEntry, connection: Connection) -> bool:
    """Not any more, if its owner chose another calendar for 1on1s, or the two another room."""
    if connection.space_id is None:
        return connection.writes
    booking = entry.booking
    return booking is not None and booking.space_id == connection.space_id and booking.released_at is None


def _put(adapter: CalendarAdapter, outgoing: OutgoingEvent, entry: CalendarEntry, connection: Connection) -> None:
    row = OutgoingEvent.objects.filter(pk=outgoing.pk)
    row.update(sent_starts_at=entry.starts_at, sent_ends_at=entry.ends_at)
    person, copy = connection.person, str(outgoing.pk)
    event = (
        event_from_entry(entry, person=person, copy=copy)
        if person
        else event_from_booking(entry, connection, copy=copy)
    )
    event = replace(event, keeps_alarm=bool(outgoing.href) and outgoing.alarm_minutes in (None, event.alarm_minutes))
    written = adapter.write_event(event, href=outgoing.href, etag=outgoing.etag)
    busy_times_of(connection).filter(external_uid=key_of(written.href)).delete()  # it is no obstacle
    row.update(
        href=written.href,
        etag=written.etag,
        alarm_minutes=event.alarm_minutes,
        sequence=entry.sequence,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
    )
    row.filter(entry__sequence=entry.sequence, entry__called_off_at=None).update(is_due=False)  # else it moved on


def _take_away(adapter: CalendarAdapter, outgoing: OutgoingEvent, connection: Connection) -> None:
    if not outgoing.href and outgoing.sent_starts_at:  # may stand there, from a job that died: found by writing again
        _put(adapter, outgoing, outgoing.entry, connection)
        outgoing.refresh_from_db()
    if outgoing.href:
        adapter.delete_event(href=outgoing.href, etag=outgoing.etag)
    outgoing.delete()
