"""Whoever responds in a 1on1 may have time to get ready in their own calendar, and nobody else sees it."""

import datetime
from collections.abc import Callable

from django.core import mail
from django.utils import timezone
from icalendar import Calendar
from tests.cast import Cast

from aizuchi.availability.operations.preferences import set_margins
from aizuchi.calendars.calendar_events import event_from_entry
from aizuchi.calendars.models import CalendarEntry, Connection, FeedAddress, OutgoingEvent
from aizuchi.calendars.operations.entries import place_all_coming
from aizuchi.calendars.operations.feed import write_feed_of
from aizuchi.calendars.reactions import book_all_preparations
from aizuchi.calendars.syncing.owner_changes import follow_removal
from aizuchi.calendars.tests.conftest import soon
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import arrangement_of, cancel_meeting, move_meeting
from aizuchi.people.models import Person

Schedule = Callable[..., Meeting]
QUARTER = datetime.timedelta(minutes=15)


def want_time(person: Person, minutes: int = 15) -> None:
    set_margins(actor=person, buffer_minutes=0, travel_minutes=0, preparation_minutes=minutes, now=timezone.now())
    book_all_preparations.call(str(person.pk))


def connect(person: Person) -> Connection:
    now = timezone.now()
    return Connection.objects.create(
        person=person, kind="caldav", calendar=f"/{person.pk}/", next_sync_at=now, created_at=now
    )


def kept(person: Person) -> list[tuple[datetime.datetime, datetime.datetime]]:
    standing = CalendarEntry.objects.filter(prepares=person, called_off_at=None)
    return [(entry.starts_at, entry.ends_at) for entry in standing]


def events_of(person: Person) -> set[tuple[str, datetime.datetime]]:
    address = FeedAddress(person=person, made_at=timezone.now())
    feed = Calendar.from_ical(write_feed_of(address, now=timezone.now()))
    return {(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in feed.walk("VEVENT")}


def test_it_comes_moves_and_goes_with_the_1on1(cast: Cast, schedule: Schedule) -> None:
    calendar, other = connect(cast.manager), connect(cast.member)
    want_time(cast.manager)

    meeting = schedule()
    assert kept(cast.manager) == [(soon() - QUARTER, soon())]
    assert OutgoingEvent.objects.filter(entry__prepares=cast.manager).get().connection == calendar
    assert not other.outgoing.filter(entry__prepares__isnull=False).exists()

    later = arrangement_of(meeting).__class__(starts_at=soon(days=5), minutes=30)
    move_meeting(
        actor=cast.member, meeting_id=meeting.pk, arrangement=later, version=meeting.version, now=timezone.now()
    )
    assert kept(cast.manager) == [(soon(days=5) - QUARTER, soon(days=5))]

    cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())
    assert kept(cast.manager) == []


def test_it_follows_what_is_wanted_and_the_mentee_has_none(cast: Cast, schedule: Schedule) -> None:
    schedule()
    want_time(cast.member)
    want_time(cast.manager, 30)
    assert (kept(cast.member), kept(cast.manager)) == ([], [(soon() - 2 * QUARTER, soon())])

    want_time(cast.manager, 0)

    assert kept(cast.manager) == []


def test_a_calendar_that_is_connected_later_and_a_feed_have_it_too(cast: Cast, schedule: Schedule) -> None:
    schedule()
    want_time(cast.manager)

    calendar = connect(cast.manager)
    place_all_coming(connection=calendar, now=timezone.now())

    assert calendar.outgoing.filter(entry__prepares=cast.manager).count() == 1
    assert events_of(cast.manager) == {("1on1", soon()), ("準備の時間", soon() - QUARTER)}
    assert events_of(cast.member) == {("1on1", soon())}


def test_it_tells_nothing_invites_nobody_and_may_be_deleted(cast: Cast, schedule: Schedule) -> None:
    calendar = connect(cast.manager)
    want_time(cast.manager)
    schedule()
    outgoing = calendar.outgoing.get(entry__prepares=cast.manager)

    event = event_from_entry(outgoing.entry, person=cast.manager)
    follow_removal(outgoing, kind="removed", now=timezone.now())

    assert (event.title, event.place, event.alarm_minutes) == ("準備の時間", "", 0)
    assert "準備の時間" not in "".join(str(message.message()) for message in mail.outbox)
    assert not outgoing.entry.questions.exists()
    assert OutgoingEvent.objects.get(pk=outgoing.pk).is_removed
