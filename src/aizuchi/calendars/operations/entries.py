"""A dated 1on1 comes into the calendars of its people, moves there, and goes. Only jobs talk to calendars."""

import datetime
import secrets
import uuid
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from aizuchi.calendars.appointments import Appointment, list_coming
from aizuchi.calendars.models import Attendance, CalendarEntry, CalendarQuestion, Connection, OutgoingEvent
from aizuchi.calendars.operations.sync_requests import request_sync
from aizuchi.calendars.preparation_time import preparation_before, preparation_minutes_of
from aizuchi.calendars.tasks import mail_invitations
from aizuchi.spaces.models import Booking


@transaction.atomic
def place_appointment(*, appointment: Appointment, now: datetime.datetime) -> CalendarEntry | None:
    """Puts it into the calendars of its people, or moves it there. None: it is past, and calendars keep the past."""
    if appointment.ends_at <= now:
        return None
    entry, has_changed = _keep_entry(appointment, now=now)
    if has_changed:
        _tell_calendars(entry)
    book_preparations(appointment=appointment, now=now)
    return entry


@transaction.atomic
def book_preparations(*, appointment: Appointment, now: datetime.datetime) -> None:
    """Whoever wants time to get ready has it in their own calendar before the 1on1, where nobody else sees it."""
    minutes = preparation_minutes_of(appointment.responding)
    for person_id in appointment.responding:
        wanted = preparation_before(appointment, minutes=minutes.get(person_id, 0))
        if wanted.starts_at < wanted.ends_at and wanted.ends_at > now:
            entry, has_changed = _keep_entry(replace(wanted, people=(person_id,)), now=now, prepares=person_id)
            if has_changed:
                _tell_calendars(entry)
        else:
            _call_off(CalendarEntry.objects.filter(appointment_key=appointment.key, prepares=person_id), now=now)


@transaction.atomic
def call_off_appointments(*, appointment_keys: Collection[uuid.UUID], now: datetime.datetime) -> int:
    """Takes them out of the calendars again, with the time to get ready; returns how many entries there were."""
    return _call_off(CalendarEntry.objects.filter(appointment_key__in=appointment_keys), now=now)


def _call_off(found: QuerySet[CalendarEntry], *, now: datetime.datetime) -> int:
    entries = list(found.select_for_update().filter(called_off_at=None))
    for entry in entries:
        entry.called_off_at = entry.changed_at = now
        entry.sequence += 1
        entry.save(update_fields=["called_off_at", "changed_at", "sequence"])
        if entry.ends_at > now:
            _tell_calendars(entry)
    return len(entries)


@transaction.atomic
def place_all_coming(*, connection: Connection, now: datetime.datetime) -> int:
    """What a calendar that was just connected lacks."""
    if connection.space:
        return _place_bookings(connection, now=now)
    if not connection.person or not connection.writes:
        return 0
    coming = list_coming(connection.person, since=now)
    for appointment in coming:
        entry, _ = _keep_entry(appointment, now=now)
        OutgoingEvent.objects.get_or_create(entry=entry, connection=connection)
        book_preparations(appointment=appointment, now=now)
    getting_ready = CalendarEntry.objects.filter(prepares=connection.person, called_off_at=None, ends_at__gt=now)
    for entry in getting_ready:
        OutgoingEvent.objects.get_or_create(entry=entry, connection=connection)
    return len(coming)


def _place_bookings(connection: Connection, *, now: datetime.datetime) -> int:
    booked = Booking.objects.filter(space=connection.space, released_at=None, ends_at__gt=now)
    entries = CalendarEntry.objects.filter(booking__in=booked, called_off_at=None, prepares__isnull=True)
    for entry in entries:
        OutgoingEvent.objects.get_or_create(entry=entry, connection=connection)
    return len(entries)


def _keep_entry(
    appointment: Appointment, *, now: datetime.datetime, prepares: uuid.UUID | None = None
) -> tuple[CalendarEntry, bool]:
    """The standing entry, as it is now, and whether that is news to calendars."""
    standing = CalendarEntry.objects.select_for_update().filter(appointment_key=appointment.key, called_off_at=None)
    entry = standing.filter(prepares=prepares).first()
    if entry is None:
        return _make_entry(appointment, now=now, prepares=prepares), True
    stands = (entry.starts_at, entry.ends_at, entry.place, entry.link, entry.title)
    wanted = (appointment.starts_at, appointment.ends_at, appointment.place, appointment.link, appointment.title)
    if stands == wanted:
        return entry, _keep_booking(entry, appointment)
    if stands[:2] != wanted[:2]:  # whoever had agreed had agreed to another time
        entry.attendances.update(answer="")
        CalendarQuestion.objects.filter(entry=entry, answer="").delete()
    entry.starts_at, entry.ends_at, entry.place, entry.link, entry.title = wanted
    entry.booking_id = appointment.booking_id
    entry.time_zone, entry.changed_at = appointment.time_zone, now
    entry.sequence += 1
    entry.save()
    return entry, True


def _keep_booking(entry: CalendarEntry, appointment: Appointment) -> bool:
    """Booked anew, the same room under the same name: news to the room's calendar, and to nobody's mail."""
    if entry.booking_id == appointment.booking_id:
        return False
    entry.booking_id = appointment.booking_id
    entry.save(update_fields=["booking"])
    return True


def _make_entry(appointment: Appointment, *, now: datetime.datetime, prepares: uuid.UUID | None) -> CalendarEntry:
    entry = CalendarEntry.objects.create(
        appointment_key=appointment.key,
        booking_id=appointment.booking_id,
        prepares_id=prepares,
        uid=f"{secrets.token_hex(20)}@{urlsplit(settings.PUBLIC_URL).hostname or 'aizuchi'}"[:120],
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        time_zone=appointment.time_zone,
        place=appointment.place,
        link=appointment.link,
        title=appointment.title,
        changed_at=now,
    )
    Attendance.objects.bulk_create([Attendance(entry=entry, person_id=person) for person in appointment.people])
    return entry


def _tell_calendars(entry: CalendarEntry) -> None:
    """Connected calendars are written to; whoever has none hears of it by mail."""
    if not entry.called_off_at:
        for connection in Connection.objects.standing().filter(_wanting(entry)):
            OutgoingEvent.objects.get_or_create(entry=entry, connection=connection)
    OutgoingEvent.objects.filter(entry=entry).update(is_due=True)
    for connection in Connection.objects.standing().filter(outgoing__entry=entry).distinct():
        request_sync(connection_id=connection.pk, now=entry.changed_at)
    if entry.prepares_id:
        return  # nobody invites themselves by mail
    if not entry.attendances.filter(person__organization__is_demo=True).exists():  # those have no mailboxes
        mail_invitations.enqueue(str(entry.pk))


def _wanting(entry: CalendarEntry) -> Q:
    """The calendars of its people that receive 1on1s, and that of the room it is in."""
    if entry.prepares_id:
        return Q(person=entry.prepares_id, writes=True)
    of_its_people = Q(person__in=entry.attendances.values("person"), writes=True)
    if entry.booking is None or entry.booking.released_at:
        return of_its_people
    return of_its_people | Q(space=entry.booking.space_id)
