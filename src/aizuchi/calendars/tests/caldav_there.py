"""What people do in their own calendar program, and what we see of it at the next look."""

import datetime
from typing import Any

from django.utils import timezone
from icalendar import Calendar

from aizuchi.calendars.models import Connection, OutgoingEvent
from aizuchi.calendars.syncing.run import sync


def event(uid: str, *lines: str) -> str:
    body = "\r\n".join(lines)
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:役員会\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def span(moment: datetime.datetime, minutes: int = 60) -> list[str]:
    return [f"DTSTART:{stamp(moment)}", f"DTEND:{stamp(moment + datetime.timedelta(minutes=minutes))}"]


def look(connection: Connection) -> Connection:
    Connection.objects.filter(pk=connection.pk).update(next_sync_at=timezone.now())
    sync(connection.pk)
    connection.refresh_from_db()
    return connection


def our_events(own: Any, calendar: str) -> list[Any]:
    collection = Calendar.from_ical(own.get(calendar).content)
    return [item for item in collection.walk("VEVENT") if "X-AIZUCHI-UID" in item]


def move_there(own: Any, connection: Connection, to: datetime.datetime) -> None:
    placed = OutgoingEvent.objects.get(connection=connection)
    text = own.get(placed.href).text
    calendar = Calendar.from_ical(text)
    (item,) = calendar.walk("VEVENT")
    for name, moment in (("DTSTART", to), ("DTEND", to + datetime.timedelta(minutes=45))):
        item.pop(name)
        item.add(name, moment)
    own.put(placed.href, content=calendar.to_ical()).raise_for_status()
