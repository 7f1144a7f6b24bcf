"""An entry as one person's calendar shows it: a title that tells nothing, when, where, and who."""

import datetime
import uuid
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from aizuchi.calendars.appointments import Appointment, Attendee, CalendarEvent
from aizuchi.calendars.models import CalendarEntry, CalendarPreferences, CalendarTitle, Connection
from aizuchi.calendars.models.preferences import TITLE, Alarm
from aizuchi.calendars.preparation_time import preparation_before
from aizuchi.people.models import Person


def event_from_entry(
    entry: CalendarEntry, *, person: Person, with_people: bool = False, copy: str = ""
) -> CalendarEvent:
    """As it is to stand in that person's calendar; with everybody's names and addresses only in an invitation."""
    attendances = list(entry.attendances.select_related("person__organization"))
    others = [attendance.person for attendance in attendances if attendance.person_id != person.pk]
    with translation.override(person.language):
        people = tuple(
            Attendee(name=attendance.person.full_name, email=attendance.person.email, answer=attendance.answer)
            for attendance in attendances
            if attendance.person.email
        )
        return CalendarEvent(
            uid=entry.uid,
            sequence=entry.sequence,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            time_zone=person.time_zone,
            title=_("Time to get ready") if entry.prepares_id else entry.title or title_for(person, others=others),
            changed_at=entry.changed_at,
            place=entry.place,
            link=entry.link,
            people=people if with_people else (),
            is_called_off=entry.called_off_at is not None,
            alarm_minutes=0 if entry.prepares_id else alarm_of(person),
            copy=copy,
        )


def event_from_booking(entry: CalendarEntry, connection: Connection, *, copy: str) -> CalendarEvent:
    """In a room's calendar: taken, and by what kind of meeting. Not by whom."""
    assert connection.space is not None
    return CalendarEvent(
        uid=entry.uid,
        sequence=entry.sequence,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        time_zone=connection.space.time_zone,
        title=entry.title or title_of_organization(connection.space.organization_id),
        changed_at=entry.changed_at,
        is_called_off=entry.called_off_at is not None,
        copy=copy,
    )


def event_from_appointment(
    appointment: Appointment, *, person: Person, title: str, now: datetime.datetime, alarm_minutes: int = 0
) -> CalendarEvent:
    """For a feed, which is read as a whole and needs no history."""
    return CalendarEvent(
        uid=f"{appointment.key}@aizuchi",
        sequence=0,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        time_zone=person.time_zone,
        title=appointment.title or title,
        changed_at=now,
        place=appointment.place,
        link=appointment.link,
        alarm_minutes=alarm_minutes,
    )


def event_from_preparation(
    appointment: Appointment, *, person: Person, minutes: int, now: datetime.datetime
) -> CalendarEvent:
    """For a feed: theirs alone, under a title that gives nothing away."""
    wanted = preparation_before(appointment, minutes=minutes)
    with translation.override(person.language):
        event = event_from_appointment(wanted, person=person, title=_("Time to get ready"), now=now)
    return replace(event, uid=f"{appointment.key}-ready@aizuchi")


def alarm_of(person: Person) -> int:
    preferences = CalendarPreferences.objects.filter(person=person).values_list("alarm_minutes", flat=True).first()
    return Alarm.TEN if preferences is None else preferences


def title_for(person: Person, *, others: list[Person]) -> str:
    preferences = CalendarPreferences.objects.filter(person=person).first()
    title = base_title(person, preferences)
    if not (preferences and preferences.names_partner and others):
        return title
    return _("%(title)s with %(name)s") % {"title": title, "name": others[0].short_name}


def base_title(person: Person, preferences: CalendarPreferences | None) -> str:
    if preferences and preferences.title:
        return preferences.title
    return title_of_organization(person.organization_id)


def title_of_organization(organization_id: uuid.UUID) -> str:
    return CalendarTitle.objects.filter(organization=organization_id).values_list("title", flat=True).first() or TITLE
