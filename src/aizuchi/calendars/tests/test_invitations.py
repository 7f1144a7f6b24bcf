"""A date comes into calendars by mail, moves with the 1on1, and goes with it."""

import dataclasses
import datetime
from collections.abc import Callable
from email.message import Message
from typing import Any

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from icalendar import Calendar, Event
from tests.cast import Cast
from tests.factories import AgendaItemFactory

from aizuchi.calendars.models import CalendarEntry, CalendarPreferences
from aizuchi.calendars.tests.conftest import soon
from aizuchi.kernel.events import publish
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import arrangement_of, cancel_meeting, move_meeting
from aizuchi.pairs.events import PairsEnded
from aizuchi.pairs.models import Pair

Schedule = Callable[..., Meeting]


def calendar_part(sent: EmailMultiAlternatives) -> Message:
    (part,) = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
    return part


def read(sent: EmailMultiAlternatives) -> tuple[str, Event]:
    calendar = Calendar.from_ical(calendar_part(sent).get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def mails_to(person: Any) -> list[EmailMultiAlternatives]:
    return [sent for sent in mail.outbox if sent.to == [person.email]]


def test_both_are_invited_in_a_way_calendars_understand(
    cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    schedule()
    run_jobs()

    assert sorted(sent.to[0] for sent in mail.outbox) == sorted([cast.member.email, cast.manager.email])
    sent = mails_to(cast.member)[0]
    part = calendar_part(sent)
    method, event = read(sent)
    assert part.get_param("method") == method == "REQUEST"
    assert part.get_param("charset") == "utf-8"
    assert event["SUMMARY"] == "1on1"
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTART") == soon()
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert "BEGIN:VTIMEZONE" in part.get_payload(decode=True).decode()
    assert {str(a) for a in event["ATTENDEE"]} == {f"mailto:{p.email}" for p in (cast.member, cast.manager)}
    assert str(event["ORGANIZER"]) == "mailto:aizuchi@localhost"


def test_moving_sends_the_same_event_with_a_higher_number(
    cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    first = read(mails_to(cast.manager)[0])[1]

    wanted = dataclasses.replace(arrangement_of(meeting), starts_at=soon(hour=15))
    move_meeting(
        actor=cast.manager, meeting_id=meeting.pk, arrangement=wanted, version=meeting.version, now=timezone.now()
    )
    run_jobs()

    method, second = read(mails_to(cast.manager)[1])
    assert (method, second["UID"], second["SEQUENCE"]) == ("REQUEST", first["UID"], 1)
    assert second.decoded("DTSTART") == soon(hour=15)


def test_calling_off_cancels_it_and_another_date_is_another_event(
    cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    meeting = schedule()
    run_jobs()
    cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())
    run_jobs()
    schedule(soon(days=5))
    run_jobs()

    invited, cancelled, again = [read(sent) for sent in mails_to(cast.member)]
    assert [invited[0], cancelled[0], again[0]] == ["REQUEST", "CANCEL", "REQUEST"]
    assert cancelled[1]["UID"] == invited[1]["UID"] != again[1]["UID"]
    assert cancelled[1]["SEQUENCE"] > invited[1]["SEQUENCE"]
    assert cancelled[1]["STATUS"] == "CANCELLED"


def test_the_end_of_a_pair_takes_its_dates_out_of_calendars(
    cast: Cast, pair: Pair, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    schedule()
    run_jobs()

    ended = PairsEnded(
        organization_id=cast.organization.pk, pair_ids=(pair.pk,), actor_id=cast.hr.pk, at=timezone.now()
    )
    publish(ended)
    run_jobs()

    assert [read(sent)[0] for sent in mails_to(cast.member)] == ["REQUEST", "CANCEL"]


def test_a_job_that_runs_twice_sends_one_mail_each(schedule: Schedule, run_jobs: Callable[[], None]) -> None:
    from aizuchi.calendars.tasks import mail_invitations

    schedule()
    run_jobs()

    mail_invitations.call(str(CalendarEntry.objects.get().pk))

    assert len(mail.outbox) == 2


def test_nothing_of_the_agenda_leaves_the_house(cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]) -> None:
    meeting = schedule()
    AgendaItemFactory(meeting=meeting, title="異動のこと", comment="眠れない")
    run_jobs()

    told = "".join(sent.message().as_string() + str(sent.alternatives) for sent in mail.outbox)
    assert "異動" not in told
    assert "眠れない" not in told


def test_whoever_wants_no_mails_gets_none(cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]) -> None:
    CalendarPreferences.objects.create(person=cast.member, wants_mail=False)

    schedule()
    run_jobs()

    assert [sent.to for sent in mail.outbox] == [[cast.manager.email]]


def test_the_title_is_what_the_person_chose_and_a_place_cannot_smuggle_lines(
    cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    CalendarPreferences.objects.create(person=cast.member, title="予定あり", names_partner=True)

    schedule(place="A\r\nATTENDEE:mailto:evil@example.com")
    run_jobs()

    mine, theirs = read(mails_to(cast.member)[0])[1], read(mails_to(cast.manager)[0])[1]
    assert mine["SUMMARY"] == "森川さんとの予定あり"
    assert theirs["SUMMARY"] == "1on1"
    assert len(mine["ATTENDEE"]) == 2


def test_answers_are_asked_for_only_where_somebody_reads_them(
    settings: Any, schedule: Schedule, cast: Cast, run_jobs: Callable[[], None]
) -> None:
    settings.CALENDAR_MAILBOX_URL = "imaps://u:p@mail.example.jp/INBOX"
    settings.CALENDAR_ADDRESS = "calendar@example.jp"

    schedule()
    run_jobs()

    event = read(mails_to(cast.member)[0])[1]
    assert str(event["ORGANIZER"]) == "mailto:calendar@example.jp"
    assert {a.params["RSVP"] for a in event["ATTENDEE"]} == {"TRUE"}


def test_a_past_date_is_told_to_nobody(cast: Cast, schedule: Schedule, run_jobs: Callable[[], None]) -> None:
    meeting = schedule()
    CalendarEntry.objects.update(
        starts_at=timezone.now() - datetime.timedelta(hours=2), ends_at=timezone.now() - datetime.timedelta(hours=1)
    )
    cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())
    run_jobs()

    assert mail.outbox == []
