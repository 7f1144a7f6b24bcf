"""Both ways with a real CalDAV server: busy times come, 1on1s go, and what happens there comes back."""

import datetime
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.availability.models import BusyTime
from aizuchi.calendars.models import CalendarQuestion, Connection, OutgoingEvent
from aizuchi.calendars.operations.connections import (
    Account,
    connect_calendar,
    disconnect_calendar,
    try_again,
    write_into,
)
from aizuchi.calendars.operations.questions import answer_question
from aizuchi.calendars.syncing.adapters import open_adapter
from aizuchi.calendars.syncing.run import sync
from aizuchi.calendars.tests.caldav_there import event, look, move_there, our_events, span
from aizuchi.calendars.tests.conftest import soon
from aizuchi.calendars.tests.servers import Radicale
from aizuchi.kernel.models import DataKey
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import (
    Arrangement,
    cancel_meeting,
    schedule_meeting,
)
from aizuchi.pairs.models import Pair
from aizuchi.spaces.models import MeetingSpace, SpaceBusyTime

pytestmark = pytest.mark.database

Schedule = Callable[..., Meeting]


def test_calendars_are_found_from_the_bare_address(connection: Connection, calendar: str) -> None:
    adapter = open_adapter(connection)

    found = [choice.id for choice in adapter.list_calendars()]
    adapter.close()

    assert calendar in found


def test_busy_times_come_without_their_titles(cast: Cast, connection: Connection, calendar: str, own: Any) -> None:
    own.put(calendar + "a.ics", content=event("a", *span(soon())))
    own.put(calendar + "b.ics", content=event("b", *span(soon(2)), "RRULE:FREQ=WEEKLY"))
    own.put(calendar + "c.ics", content=event("c", *span(soon(4)), "TRANSP:TRANSPARENT"))
    own.put(calendar + "d.ics", content=event("d", f"DTSTART;VALUE=DATE:{soon(5):%Y%m%d}"))

    assert look(connection).state == "working"

    rows = BusyTime.objects.filter(person=cast.member)
    assert rows.filter(external_uid__endswith="a.ics", starts_at=soon()).count() == 1
    assert 26 <= rows.filter(external_uid__endswith="b.ics").count() <= 28  # endless, spread over half a year
    assert not rows.filter(external_uid__endswith="c.ics").exists()
    assert rows.get(external_uid__endswith="d.ics").ends_at - rows.get(
        external_uid__endswith="d.ics"
    ).starts_at == datetime.timedelta(days=1)
    assert "役員会" not in str([list(model.objects.values()) for model in (BusyTime, Connection, OutgoingEvent)])


def test_later_looks_read_only_what_changed(connection: Connection, calendar: str, own: Any) -> None:
    own.put(calendar + "a.ics", content=event("a", *span(soon())))
    own.put(calendar + "b.ics", content=event("b", *span(soon(2))))
    look(connection)

    own.put(calendar + "a.ics", content=event("a", *span(soon(hour=16))))
    own.delete(calendar + "b.ics")
    own.put(calendar + "n.ics", content=event("n", *span(soon(6))))
    look(connection)

    assert sorted(BusyTime.objects.values_list("starts_at", flat=True)) == [soon(hour=16), soon(6)]


def test_a_forgotten_token_leads_to_a_full_reading_and_nothing_is_doubled(
    connection: Connection, calendar: str, own: Any
) -> None:
    own.put(calendar + "a.ics", content=event("a", *span(soon())))
    look(connection)
    kept = BusyTime.objects.get().pk
    Connection.objects.update(sync_token="http://radicale.org/ns/sync/" + "0" * 64)
    own.put(calendar + "b.ics", content=event("b", *span(soon(2))))

    assert look(connection).state == "working"

    assert BusyTime.objects.count() == 2
    assert BusyTime.objects.filter(pk=kept).exists()


def test_a_1on1_comes_moves_and_goes(
    cast: Cast, connection: Connection, calendar: str, own: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()

    (item,) = our_events(own, calendar)
    assert (item["SUMMARY"], item.decoded("DTSTART")) == ("1on1", soon())
    assert "ATTENDEE" not in item
    assert [sent.to for sent in mail.outbox] == [[cast.manager.email]]  # whoever has a calendar needs no mail
    assert not BusyTime.objects.exists()  # our own event is no obstacle to itself

    cancel_meeting(actor=cast.manager, meeting_id=meeting.pk, now=timezone.now())
    run_jobs()

    assert our_events(own, calendar) == []
    assert not OutgoingEvent.objects.exists()


def test_what_was_planned_before_comes_along_and_our_own_writing_is_no_news(
    connection: Connection, calendar: str, own: Any, cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()

    look(connection)
    look(connection)

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.version) == (soon(), 1)
    assert len(our_events(own, calendar)) == 1
    assert not CalendarQuestion.objects.exists()


def test_moving_it_in_the_calendar_moves_the_1on1_for_both(
    cast: Cast, connection: Connection, own: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()

    move_there(own, connection, soon(hour=15))
    look(connection)
    run_jobs()

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.minutes, meeting.edited_by) == (soon(hour=15), 45, cast.member)
    assert [sent.subject[:5] for sent in mail.outbox if sent.to == [cast.manager.email]][-1] == "日時の変更"
    assert not OutgoingEvent.objects.filter(is_due=True).exists()


def test_where_it_cannot_be_it_is_put_back_and_the_person_is_told(
    connection: Connection, own: Any, calendar: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()

    move_there(own, connection, timezone.now() - datetime.timedelta(days=1))
    look(connection)

    meeting.refresh_from_db()
    assert meeting.starts_at == soon()
    assert our_events(own, calendar)[0].decoded("DTSTART") == soon()
    assert CalendarQuestion.objects.get().kind == "not_moved"
    assert "過ぎています" in CalendarQuestion.objects.get().reason


def test_deleting_it_there_asks_and_keeping_puts_it_back(
    cast: Cast,
    connection: Connection,
    own: Any,
    calendar: str,
    schedule: Schedule,
    run_jobs: Callable[[], None],
) -> None:
    meeting = schedule()
    run_jobs()
    own.delete(OutgoingEvent.objects.get().href)

    look(connection)
    look(connection)
    run_jobs()

    meeting.refresh_from_db()
    assert meeting.starts_at == soon()
    question = CalendarQuestion.objects.get()
    assert question.kind == "removed"
    assert len([sent for sent in mail.outbox if sent.to == [cast.member.email]]) == 1
    assert our_events(own, calendar) == []

    answer_question(actor=cast.member, question_id=question.pk, answer="keep", now=timezone.now())
    run_jobs()

    assert len(our_events(own, calendar)) == 1


def test_deleting_it_there_and_meaning_it_calls_it_off(
    cast: Cast, connection: Connection, own: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    own.delete(OutgoingEvent.objects.get().href)
    look(connection)

    answer_question(
        actor=cast.member, question_id=CalendarQuestion.objects.get().pk, answer="call_off", now=timezone.now()
    )
    run_jobs()

    meeting.refresh_from_db()
    assert meeting.starts_at is None
    assert "METHOD:CANCEL" in str([sent.alternatives for sent in mail.outbox if sent.to == [cast.manager.email]])


def test_a_job_that_died_after_writing_leaves_one_event(
    connection: Connection, own: Any, calendar: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    schedule()
    run_jobs()
    OutgoingEvent.objects.update(href="", etag="", sequence=None, starts_at=None, ends_at=None, is_due=True)
    Connection.objects.update(sync_token="", claimed_until=timezone.now() - datetime.timedelta(seconds=1))

    look(connection)

    assert len(our_events(own, calendar)) == 1
    assert OutgoingEvent.objects.get().is_due is False


def test_a_change_on_both_sides_at_once_is_read_before_anything_is_written(
    cast: Cast, connection: Connection, own: Any, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    OutgoingEvent.objects.update(is_due=True, sequence=None)

    move_there(own, connection, soon(hour=17))
    look(connection)

    meeting.refresh_from_db()
    assert meeting.starts_at == soon(hour=17)


def test_broken_events_are_counted_and_the_others_read(
    connection: Connection, calendar: str, own: Any, radicale: Radicale, tmp_path: Path
) -> None:
    own.put(calendar + "a.ics", content=event("a", *span(soon())))
    own.put(calendar + "s.ics", content=event("s", *span(soon()), "RRULE:FREQ=SECONDLY"))

    look(connection)

    assert BusyTime.objects.count() == 1
    assert connection.unreadable == 1


def test_a_wrong_password_is_told_once_and_not_tried_again(
    cast: Cast, radicale: Radicale, calendar: str, run_jobs: Callable[[], None]
) -> None:
    account = Account(kind="caldav", calendar=calendar, account="aoi", server_url=radicale.url)
    wrong = {"username": "aoi", "password": "nope"}
    connection = connect_calendar(actor=cast.member, account=account, credentials=wrong, now=timezone.now())

    run_jobs()
    run_jobs()

    connection.refresh_from_db()
    assert (connection.state, connection.problem) == ("refused", "password")
    assert len([sent for sent in mail.outbox if sent.to == [cast.member.email]]) == 1


def test_a_server_that_is_away_is_waited_for_longer_and_longer(
    cast: Cast, connection: Connection, run_jobs: Callable[[], None]
) -> None:
    Connection.objects.update(calendar="http://127.0.0.1:9/aoi/work/")
    waits = []

    for _ in range(3):
        look(connection)
        waits.append((connection.next_sync_at - timezone.now()).total_seconds())

    assert (connection.state, connection.problem, connection.failures) == ("troubled", "unreachable", 3)
    assert waits[0] < waits[1] < waits[2]
    sync(connection.pk)  # a push, or a change of ours, does not shorten the wait
    connection.refresh_from_db()
    assert connection.failures == 3
    try_again(actor=cast.member, connection_id=connection.pk, now=timezone.now())
    sync(connection.pk)
    connection.refresh_from_db()
    assert connection.failures == 4


def test_disconnecting_takes_everything_away(
    cast: Cast, connection: Connection, own: Any, calendar: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    own.put(calendar + "a.ics", content=event("a", *span(soon())))
    schedule(soon(4))
    run_jobs()

    disconnect_calendar(actor=cast.member, connection_id=connection.pk, now=timezone.now())
    assert not BusyTime.objects.exists()
    run_jobs()

    assert not Connection.objects.exists()
    assert our_events(own, calendar) == []
    assert bytes(DataKey.objects.get(owner=connection.pk).wrapped) == b""


def test_the_password_stands_nowhere_in_the_clear(
    cast: Cast, radicale: Radicale, calendar: str, client_for: Callable[..., Client]
) -> None:
    account = Account(kind="caldav", calendar=calendar, account="aoi", server_url=radicale.url)
    secret = {"username": "aoi", "password": "tsubaki-no-hana"}
    connect_calendar(actor=cast.member, account=account, credentials=secret, now=timezone.now())

    assert b"tsubaki" not in bytes(Connection.objects.get().credentials)


def test_choosing_another_calendar_takes_the_1on1_along(
    cast: Cast,
    connection: Connection,
    radicale: Radicale,
    own: Any,
    calendar: str,
    schedule: Schedule,
    run_jobs: Callable[[], None],
) -> None:
    schedule()
    other = radicale.make_calendar("aoi", f"other-{uuid.uuid4().hex[:8]}")
    account = Account(kind="caldav", calendar=other, account="aoi", server_url=radicale.url + "/")
    secret = {"username": "aoi", "password": "pw"}
    second = connect_calendar(actor=cast.member, account=account, credentials=secret, now=timezone.now())
    run_jobs()
    assert (len(our_events(own, calendar)), len(our_events(own, other))) == (1, 0)

    write_into(actor=cast.member, connection_id=second.pk, now=timezone.now())
    run_jobs()

    assert (len(our_events(own, calendar)), len(our_events(own, other))) == (0, 1)


def test_a_room_is_busy_as_its_calendar_says_and_its_bookings_stand_there_without_names(
    cast: Cast,
    pair: Pair,
    radicale: Radicale,
    own: Any,
    calendar: str,
    schedule: Schedule,
    run_jobs: Callable[[], None],
) -> None:
    room = MeetingSpace.objects.create(
        organization=cast.organization,
        name="会議室A",
        created_at=timezone.now(),
        opens_minute=0,  # in three days it may be Saturday
        closes_minute=24 * 60,
        weekdays=[*range(7)],
    )
    account = Account(kind="caldav", calendar=calendar, account="aoi", server_url=radicale.url + "/")
    secret = {"username": "aoi", "password": "pw"}
    with pytest.raises(PermissionDenied):
        connect_calendar(actor=cast.hr, account=account, credentials=secret, now=timezone.now(), space_id=room.pk)
    connect_calendar(
        actor=cast.administrator, account=account, credentials=secret, now=timezone.now(), space_id=room.pk
    )
    own.put(calendar + "a.ics", content=event("a", *span(soon(2))))
    begin = soon()
    wanted = Arrangement(starts_at=begin, minutes=30, place="会議室A", space_id=room.pk)
    meeting = schedule_meeting(actor=cast.member, pair_id=pair.pk, arrangement=wanted, now=timezone.now())
    run_jobs()

    assert SpaceBusyTime.objects.get(space=room).starts_at == soon(2)
    (item,) = our_events(own, calendar)
    assert item.decoded("DTSTART") == begin
    assert "小野寺" not in own.get(calendar).text

    cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())
    run_jobs()
    assert our_events(own, calendar) == []


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/", "https://localhost/", "https://[::1]/", "https://10.1.2.3/", "https://169.254.169.254/"],
)
def test_addresses_inside_are_not_asked_unless_the_installation_allows(
    cast: Cast, client_for: Callable[..., Client], settings: Any, address: str
) -> None:
    settings.CALENDAR_PRIVATE_ADDRESSES = False
    form = {"server_url": address, "username": "aoi", "password": "pw"}

    page = client_for(cast.member).post("/calendars/connect/caldav/", form)

    assert page.status_code == 422
    assert "つなげません" in page.content.decode()
    assert "pw" not in re.findall(r'value="([^"]*)"', page.content.decode())
    assert not Connection.objects.exists()


def test_the_form_connects_what_it_finds(
    own_network: None,
    cast: Cast,
    radicale: Radicale,
    calendar: str,
    client_for: Callable[..., Client],
    run_jobs: Callable[[], None],
) -> None:
    client = client_for(cast.member)
    form = {"server_url": radicale.url, "username": "aoi", "password": "pw"}

    assert client.post("/calendars/connect/caldav/", {**form, "password": "no"}).status_code == 422
    assert client.post("/calendars/connect/caldav/", form).status_code == 302
    run_jobs()

    page = client.get("/calendars/").content.decode()
    assert Connection.objects.get().state == "working"
    assert "つながっています" in page
    assert client.post("/calendars/connect/caldav/", form).status_code == 422  # once is enough


def test_others_see_and_touch_nothing_of_it(
    cast: Cast, connection: Connection, client_for: Callable[..., Client]
) -> None:
    for person in (cast.manager, cast.administrator):
        client = client_for(person)

        assert "aoi" not in client.get("/calendars/").content.decode()
        for part in ("again", "write", "end"):
            assert client.post(f"/calendars/connected/{connection.pk}/{part}/").status_code == 404
        assert client.get(f"/calendars/connected/{connection.pk}/more/").status_code == 404
