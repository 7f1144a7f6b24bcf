"""What people are told about their 1on1s: to whom, when, and what it never says."""

import datetime
import json
from pathlib import Path

import pytest
from django.core import mail
from tests import notices
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.reminders import BRIEF, CLOSING, OVERDUE, PREPARE
from aizuchi.notifications.models import Notice
from aizuchi.notifications.raising import find_notices
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave

pytestmark = pytest.mark.usefixtures("in_2026")

DATA = Path(__file__).parent / "data"
JST = datetime.timezone(datetime.timedelta(hours=9))
WEDNESDAY = datetime.datetime(2026, 6, 17, 10, 0, tzinfo=JST)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


def remind(now: datetime.datetime, *, hourly: bool = False) -> list[tuple[str, str]]:
    """Who was told what, in this minute."""
    mail.outbox.clear()
    notices.remind(now, hourly=hourly)
    return [(message.to[0], message.subject) for message in mail.outbox]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="weekly")


def make_meeting(pair: Pair, starts_at: datetime.datetime, **more) -> Meeting:
    return MeetingFactory(pair=pair, starts_at=starts_at, **more)


def test_the_member_is_asked_for_topics_on_the_day_before(cast: Cast, pair: Pair) -> None:
    make_meeting(pair, WEDNESDAY + DAY + 4 * HOUR)

    assert remind(WEDNESDAY - HOUR) == []  # nine o'clock is too early
    assert remind(WEDNESDAY) == [(cast.member.email, "森川さんとの1on1は、6月18日（木）14:00です")]
    assert remind(WEDNESDAY + HOUR) == []


def test_before_a_weekend_the_working_day_counts(cast: Cast, pair: Pair) -> None:
    make_meeting(pair, datetime.datetime(2026, 6, 22, 14, 0, tzinfo=JST))

    assert [to for to, _ in remind(datetime.datetime(2026, 6, 19, 9, 30, tzinfo=JST))] == [cast.member.email]


@pytest.mark.database
def test_it_reads_in_the_members_language_and_time(cast: Cast, pair: Pair) -> None:
    cast.member.language, cast.member.time_zone = "en", "Europe/Berlin"
    cast.member.save(update_fields=["language", "time_zone"])
    make_meeting(pair, datetime.datetime(2026, 6, 18, 17, 0, tzinfo=JST))

    told = remind(datetime.datetime(2026, 6, 17, 17, 0, tzinfo=JST))
    assert told == [(cast.member.email, "Your 1on1 with Takumi: Thu 18 Jun 10:00")]


@pytest.mark.database
def test_whoever_has_prepared_is_left_in_peace(cast: Cast, pair: Pair) -> None:
    meeting = make_meeting(pair, WEDNESDAY + DAY)
    Preparation.objects.create(meeting=meeting, person=cast.member, finished_at=WEDNESDAY - DAY)

    assert remind(WEDNESDAY) == []


def test_whoever_has_brought_a_topic_is_left_in_peace(cast: Cast, pair: Pair) -> None:
    AgendaItemFactory(meeting=make_meeting(pair, WEDNESDAY + DAY), title="夜勤のこと")

    assert remind(WEDNESDAY) == []


@pytest.mark.database
def test_the_mail_says_that_there_is_an_intent_and_not_which(cast: Cast, pair: Pair) -> None:
    meeting = make_meeting(pair, WEDNESDAY + DAY)
    Meeting.objects.filter(pk=meeting.pk).update(intent="solving")

    remind(WEDNESDAY)

    assert "ねらいを選びました" in mail.outbox[0].body
    assert "困りごと" not in mail.outbox[0].body


@pytest.mark.database
def test_whoever_did_not_press_is_told_that_it_began_early(cast: Cast, pair: Pair) -> None:
    meeting = make_meeting(pair, WEDNESDAY + DAY)

    operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=WEDNESDAY, anyway=True)

    told = dict(remind(WEDNESDAY))
    assert "始めました" in told[cast.member.email]
    assert cast.manager.email not in told


@pytest.mark.database
def test_at_its_hour_nobody_needs_to_be_told(cast: Cast, pair: Pair) -> None:
    meeting = make_meeting(pair, WEDNESDAY)

    operations.start_meeting(actor=cast.manager, meeting_id=meeting.pk, now=WEDNESDAY)

    assert remind(WEDNESDAY) == []


def test_moved_to_another_day_it_is_asked_again(cast: Cast, pair: Pair) -> None:
    meeting = make_meeting(pair, WEDNESDAY + DAY)
    remind(WEDNESDAY)
    meeting.starts_at += 2 * DAY
    meeting.save(update_fields=["starts_at"])

    assert remind(WEDNESDAY + HOUR) == []
    assert len(remind(WEDNESDAY + 2 * DAY)) == 1


@pytest.mark.database
def test_a_day_is_one_on_the_wall_of_who_is_told(cast: Cast, pair: Pair) -> None:
    """In UTC both of the first two are the 3rd of December, and the last two are not."""
    tried = json.loads((DATA / "reminder-day-by-utc.json").read_text())
    missed, twice = tried["missed"], tried["twice"]
    meeting = make_meeting(pair, datetime.datetime.fromisoformat(missed["was"]))
    told_at = datetime.datetime.fromisoformat(missed["prepare told at"])
    assert len(remind(told_at)) == 1

    meeting.starts_at = datetime.datetime.fromisoformat(missed["moved to"])
    meeting.save(update_fields=["starts_at"])
    assert len(remind(told_at + DAY)) == 1

    Notice.objects.all().delete()
    meeting.starts_at = datetime.datetime.fromisoformat(twice["was"])
    meeting.save(update_fields=["starts_at"])
    assert len(remind(told_at)) == 1
    meeting.starts_at = datetime.datetime.fromisoformat(twice["moved to"])
    meeting.save(update_fields=["starts_at"])
    assert remind(told_at + HOUR) == []


@pytest.mark.database
@pytest.mark.parametrize(("zone", "is_told"), [("Asia/Tokyo", True), ("America/New_York", False)])
def test_a_leave_ends_by_the_date_where_somebody_is(cast: Cast, pair: Pair, zone: str, is_told: bool) -> None:
    cast.member.time_zone = cast.manager.time_zone = zone
    cast.member.save(update_fields=["time_zone"])
    cast.manager.save(update_fields=["time_zone"])
    make_meeting(pair, WEDNESDAY + 4 * HOUR)
    morning = datetime.datetime(2026, 6, 17, 9, 35, tzinfo=JST)  # the 16th in New York
    Leave.objects.create(person=cast.member, starts_on=datetime.date(2026, 6, 1), until_on=datetime.date(2026, 6, 17))

    assert bool(list(PREPARE.find(morning))) is is_told


@pytest.mark.database
def test_a_1on1_called_off_in_the_meantime_is_not_announced(cast: Cast, pair: Pair) -> None:
    meeting = make_meeting(pair, WEDNESDAY + DAY)
    find_notices(now=WEDNESDAY)
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.CANCELLED)

    assert remind(WEDNESDAY) == []


def test_somebody_on_leave_is_left_in_peace_and_so_is_the_other(cast: Cast, pair: Pair) -> None:
    make_meeting(pair, WEDNESDAY + DAY)
    Leave.objects.create(person=cast.member, starts_on=datetime.date(2026, 6, 1))

    assert remind(WEDNESDAY) == []


def test_the_mentor_gets_the_brief_a_quarter_of_an_hour_before(cast: Cast, pair: Pair) -> None:
    AgendaItemFactory(meeting=make_meeting(pair, WEDNESDAY + HOUR), title="転職のこと")

    assert remind(WEDNESDAY + HOUR * 0.5) == []
    assert [to for to, _ in remind(WEDNESDAY + HOUR * 0.75)] == [cast.manager.email]
    assert "転職" not in mail.outbox[0].body
    assert remind(WEDNESDAY + HOUR * 0.8) == []


def test_afterwards_both_are_asked_once(cast: Cast, pair: Pair) -> None:
    make_meeting(pair, WEDNESDAY - 3 * HOUR, minutes=30)

    told = remind(WEDNESDAY)
    assert {to for to, _ in told} == {cast.member.email, cast.manager.email}
    assert {subject for _, subject in told} == {
        "森川さんとの1on1は、開かれましたか",
        "小野寺さんとの1on1は、開かれましたか",
    }
    assert remind(WEDNESDAY + DAY) == []


def test_what_is_wrapped_up_is_not_asked_about(cast: Cast, pair: Pair) -> None:
    make_meeting(pair, WEDNESDAY - 3 * HOUR, state=Meeting.State.CLOSED, started_at=WEDNESDAY - 3 * HOUR)

    assert remind(WEDNESDAY) == []


@pytest.mark.database
def test_a_missed_turn_is_offered_to_both_once(cast: Cast, pair: Pair) -> None:
    then = WEDNESDAY - 14 * DAY
    make_meeting(pair, then, state=Meeting.State.CLOSED, started_at=then, ended_at=then)

    assert {to for to, _ in remind(WEDNESDAY + HOUR, hourly=True)} == {cast.member.email, cast.manager.email}
    assert all(message.body.count("・6月") == 3 for message in mail.outbox)  # times that suit both
    assert remind(WEDNESDAY + 2 * HOUR, hourly=True) == []


@pytest.mark.parametrize(("ago", "ahead"), [(9, None), (14, 2)])
def test_nobody_is_hurried(cast: Cast, pair: Pair, ago: int, ahead: int | None) -> None:
    """Two days late is not late, and with a date ahead nothing is."""
    then = WEDNESDAY - ago * DAY
    make_meeting(pair, then, state=Meeting.State.CLOSED, started_at=then, ended_at=then)
    if ahead:
        make_meeting(pair, WEDNESDAY + ahead * DAY)

    assert remind(WEDNESDAY + HOUR, hourly=True) == []


@pytest.mark.database
def test_ten_times_as_many_1on1s_need_no_more_queries(cast: Cast, pair: Pair, django_assert_num_queries) -> None:
    make_meeting(pair, WEDNESDAY + DAY)
    for notification_type in (PREPARE, BRIEF, CLOSING, OVERDUE):
        with django_assert_num_queries(2 if notification_type is OVERDUE else 1):  # where 1on1s have begun
            list(notification_type.find(WEDNESDAY))
    for mentee in (cast.peer, cast.mentor, cast.hr):
        other = PairFactory(mentee=mentee, mentor=cast.manager, kind="mentor")
        make_meeting(other, WEDNESDAY + DAY)
    for notification_type in (PREPARE, BRIEF, CLOSING, OVERDUE):
        with django_assert_num_queries(2 if notification_type is OVERDUE else 1):  # where 1on1s have begun
            list(notification_type.find(WEDNESDAY))

    find_notices(now=WEDNESDAY)
    known = list(Notice.objects.select_related("person__organization"))
    assert len(known) == 4
    with django_assert_num_queries(3):
        PREPARE.compose(known, WEDNESDAY)
