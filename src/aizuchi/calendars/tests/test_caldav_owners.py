"""What is theirs in their own calendar: copies, reminders, remarks and answers."""

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.availability.models import BusyTime
from aizuchi.calendars.models import CalendarQuestion, Connection, OutgoingEvent
from aizuchi.calendars.operations.preferences import save_preferences
from aizuchi.calendars.syncing import owner_changes as following
from aizuchi.calendars.tests.caldav_there import event, look, move_there, our_events, span, stamp
from aizuchi.calendars.tests.conftest import HALF_AN_HOUR, soon
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import (
    arrangement_of,
    move_meeting,
)

Schedule = Callable[..., Meeting]
DATA = Path(__file__).parent / "data"


def test_a_copy_of_our_event_is_its_owners_and_moves_nothing(
    connection: Connection, own: Any, calendar: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    standing = OutgoingEvent.objects.get()
    copy = (DATA / "own-event-copied.ics").read_text()
    copy = copy.replace("{{uid of an entry that stands in this calendar already}}", standing.entry.uid)
    copy = copy.replace("20261209T050000Z", stamp(soon(5))).replace("20261209T053000Z", stamp(soon(5, 11)))
    own.put(calendar + "copy.ics", content=copy).raise_for_status()

    look(connection)
    Connection.objects.update(sync_token="")
    look(connection)

    meeting.refresh_from_db()
    assert meeting.starts_at == soon()
    assert BusyTime.objects.get().starts_at == soon(5)
    assert OutgoingEvent.objects.get().href == standing.href


def test_under_another_address_there_it_is_still_ours(
    connection: Connection, own: Any, calendar: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    look(connection)
    standing = OutgoingEvent.objects.get()
    text = own.get(standing.href).text
    own.delete(standing.href)
    own.put(calendar + "elsewhere.ics", content=text).raise_for_status()

    look(connection)

    meeting.refresh_from_db()
    assert meeting.starts_at == soon()
    assert OutgoingEvent.objects.get().href.endswith("/elsewhere.ics")
    assert not CalendarQuestion.objects.exists()
    assert not BusyTime.objects.exists()


def test_moving_the_1on1_keeps_what_its_owner_added(
    cast: Cast, connection: Connection, own: Any, calendar: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    standing = OutgoingEvent.objects.get()
    theirs = (DATA / "caldav-own-alarm-kept.ics").read_text().replace("{{our uid}}", standing.entry.uid)
    theirs = theirs.replace("20261210T050000Z", stamp(soon())).replace("20261210T053000Z", stamp(soon() + HALF_AN_HOUR))
    own.put(standing.href, content=theirs).raise_for_status()
    look(connection)

    wanted = dataclasses.replace(arrangement_of(meeting), starts_at=soon(hour=15))
    move_meeting(
        actor=cast.manager, meeting_id=meeting.pk, arrangement=wanted, version=meeting.version, now=timezone.now()
    )
    run_jobs()

    (item,) = our_events(own, calendar)
    assert item.decoded("DTSTART") == soon(hour=15)
    assert (item["COMMENT"], item.decoded("CATEGORIES")) == ("my own remark", ["Focus"])
    assert [alarm.decoded("TRIGGER") for alarm in item.walk("VALARM")] == [-datetime.timedelta(minutes=45)]

    save_preferences(
        actor=cast.member, title="", names_partner=False, wants_mail=True, alarm_minutes=30, now=timezone.now()
    )
    look(connection)

    (item,) = our_events(own, calendar)
    assert [alarm.decoded("TRIGGER") for alarm in item.walk("VALARM")] == [-HALF_AN_HOUR]
    assert item["COMMENT"] == "my own remark"


def test_what_cannot_be_read_is_counted_for_as_long_as_it_stands_there(
    connection: Connection, calendar: str, own: Any
) -> None:
    look(connection)
    odd = event("s", *span(soon()), "RRULE:FREQ=SECONDLY")
    own.put(calendar + "s.ics", content=odd)
    own.put(calendar + "t.ics", content=odd.replace("UID:s", "UID:t"))

    counts = [look(connection).unreadable]
    counts.append(look(connection).unreadable)
    own.put(calendar + "s.ics", content=event("s", *span(soon())))
    counts.append(look(connection).unreadable)
    own.delete(calendar + "t.ics")
    counts.append(look(connection).unreadable)

    assert counts == [2, 2, 1, 0]


def test_what_its_owner_declined_is_no_obstacle(cast: Cast, connection: Connection, calendar: str, own: Any) -> None:
    said = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{cast.member.email}"
    own.put(calendar + "d.ics", content=event("d", *span(soon()), said, "ATTENDEE:mailto:boss@tried.example"))
    own.put(calendar + "e.ics", content=event("e", *span(soon(4)), "ATTENDEE;PARTSTAT=DECLINED:mailto:x@tried.example"))

    look(connection)

    assert BusyTime.objects.get().starts_at == soon(4)


class Killed(BaseException):
    """Stands for the end of the whole process: nobody catches it."""


def test_a_job_that_dies_between_noting_and_moving_moves_at_its_next_try(
    connection: Connection,
    own: Any,
    schedule: Schedule,
    run_jobs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(key: object) -> None:
        raise Killed

    meeting = schedule()
    run_jobs()
    move_there(own, connection, soon(hour=15))
    monkeypatch.setattr(following, "source_of", die)
    with pytest.raises(Killed):
        look(connection)
    monkeypatch.undo()

    look(connection)

    meeting.refresh_from_db()
    assert meeting.starts_at == soon(hour=15)
