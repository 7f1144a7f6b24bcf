"""Invitations by mail, for whoever has no calendar connected. Sent by jobs, which may run twice."""

import datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from aizuchi.calendars.calendar_events import event_from_entry
from aizuchi.calendars.ics_writing import write_invitation
from aizuchi.calendars.models import Attendance, CalendarEntry, CalendarPreferences, Connection
from aizuchi.notifications.delivery import deliver
from aizuchi.notifications.messages import CalendarPart, Message, speaking_to
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_clock, format_day


def mail_waiting(entry: CalendarEntry, *, now: datetime.datetime) -> int:
    """Sends what somebody's mailbox does not know yet; returns how many mails that were.

    The number of the version is noted after the mail went out. A worker that dies between the two sends it again,
    under the same number, which calendars take for what it is: the same.
    """
    if entry.ends_at <= now:
        return 0
    attendances = entry.attendances.exclude(mailed_sequence=entry.sequence).select_related("person__organization")
    return sum(_mail(attendance, entry, now=now) for attendance in attendances)


def _mail(attendance: Attendance, entry: CalendarEntry, *, now: datetime.datetime) -> bool:
    if not _is_to_hear(attendance, entry):
        return False
    message = invitation(entry, person=attendance.person, was_mailed=attendance.mailed_sequence is not None)
    if not deliver(person=attendance.person, message=message, now=now):
        return False
    Attendance.objects.filter(pk=attendance.pk).update(mailed_sequence=entry.sequence)
    return True


def _is_to_hear(attendance: Attendance, entry: CalendarEntry) -> bool:
    person = attendance.person
    if person.organization.is_demo:
        return False
    if entry.called_off_at:
        return attendance.mailed_sequence is not None
    if CalendarPreferences.objects.filter(person=person, wants_mail=False).exists():
        return False
    reached = Connection.objects.standing().exclude(state=Connection.State.REFUSED)
    return not reached.filter(person=person, writes=True).exists()


def invitation(entry: CalendarEntry, *, person: Person, was_mailed: bool, method: str = "") -> Message:
    """REQUEST, or CANCEL once it is called off. Says with whom, when and where, and nothing of what about."""
    method = method or ("CANCEL" if entry.called_off_at else "REQUEST")
    with speaking_to(person):
        event = event_from_entry(entry, person=person, with_people=True)
        others = [other.person for other in entry.attendances.select_related("person") if other.person_id != person.pk]
        when = f"{format_day(entry.starts_at)} {format_clock(entry.starts_at)}–{format_clock(entry.ends_at)}"
        text = write_invitation(event, method=method, organizer=organizer(), wants_answer=answers_are_read())
        return Message(
            kind="calendar",
            subject=_subject(entry, was_mailed) % {"title": event.title, "time": when},
            lines=tuple(line for line in (_with(others), when, entry.place) if line),
            link="" if entry.called_off_at else entry.link,
            link_label=_("Look at it") if entry.title else _("Open the 1on1"),
            calendar=CalendarPart(method=method, text=text.decode()),
        )


def _subject(entry: CalendarEntry, was_mailed: bool) -> str:
    if entry.called_off_at:
        return _("Called off: %(title)s, %(time)s")
    return _("Moved: %(title)s, %(time)s") if was_mailed else _("%(title)s, %(time)s")


def _with(others: list[Person]) -> str:
    return _("With %(name)s") % {"name": others[0].full_name} if others else ""


def organizer() -> str:
    """The installation itself: were it one of the two, that one's own calendar would not take the invitation."""
    return settings.CALENDAR_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def answers_are_read() -> bool:
    return bool(settings.CALENDAR_MAILBOX_URL)
