"""1on1s that come back go on by themselves, three months ahead."""

import datetime
from collections.abc import Callable
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting, Series
from aizuchi.meetings.operations import Arrangement
from aizuchi.meetings.tasks import extend_all_series
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person

pytestmark = pytest.mark.usefixtures("in_2026")

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime.datetime(2026, 6, 10, 10, tzinfo=TOKYO)
THURSDAY = datetime.datetime(2026, 6, 18, 14, tzinfo=TOKYO)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
LATER = NOW + 4 * WEEK
ClientFor = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="weekly")


def repeat(pair: Pair, rule: str = "FREQ=WEEKLY") -> list[Meeting]:
    arrangement = Arrangement(starts_at=THURSDAY, minutes=30, place_kind="video")
    return operations.repeat_meetings(
        actor=pair.mentee, pair_id=pair.pk, arrangement=arrangement, rule=rule, shift="next_day", now=NOW
    )


def go_on(now: datetime.datetime = LATER) -> int:
    return sum(
        len(operations.extend_series(series_id=key, now=now)) for key in operations.list_series_to_extend(now=now)
    )


def dates(pair: Pair) -> list[datetime.datetime]:
    planned = pair.meetings.filter(state="planned", starts_at__isnull=False).order_by("starts_at")
    return [moment.astimezone(TOKYO) for moment in planned.values_list("starts_at", flat=True)]


def test_what_lies_three_months_ahead_is_laid_once(pair: Pair) -> None:
    repeat(pair)
    (series,) = Series.objects.all()

    assert [go_on(), go_on(), len(operations.extend_series(series_id=series.pk, now=LATER))] == [3, 0, 0]
    assert dates(pair) == [THURSDAY + n * WEEK for n in range(16)]
    assert {meeting.place_kind for meeting in pair.meetings.all()} == {"video"}
    assert AuditEntry.objects.filter(action="meetings.meeting.scheduled", actor_id=None).count() == 3


def test_a_leave_shifts_them_and_another_1on1_leaves_one_out_and_says_so(
    cast: Cast, pair: Pair, client_for: ClientFor
) -> None:
    repeat(pair)
    away = (THURSDAY + 13 * WEEK).date()
    Leave.objects.create(person=cast.manager, starts_on=away, until_on=away + DAY)
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=THURSDAY + 14 * WEEK)

    go_on()

    assert dates(pair)[13:] == [THURSDAY + 13 * WEEK + DAY, THURSDAY + 15 * WEEK]
    with mock.patch.object(timezone, "now", return_value=LATER):
        page = client_for(cast.member).get(f"/pairs/{pair.pk}/").content.decode()
    assert "9月24日（木）" in page
    assert "別の1on1" in page


def test_it_goes_on_by_the_rule_that_was_moved_and_no_further_than_was_counted(cast: Cast, pair: Pair) -> None:
    meetings = sorted(repeat(pair, "FREQ=WEEKLY;COUNT=15"), key=lambda meeting: meeting.starts_at)
    operations.move_series(
        actor=cast.member, meeting_id=meetings[2].pk, starts_at=THURSDAY + 2 * WEEK + DAY, scope="following", now=NOW
    )

    go_on(LATER + 4 * WEEK)

    assert dates(pair) == [THURSDAY, THURSDAY + WEEK, *(THURSDAY + n * WEEK + DAY for n in range(2, 15))]


def test_stopped_ones_and_those_of_ended_pairs_do_not_go_on(cast: Cast, pair: Pair) -> None:
    stopped = PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor")
    arrangement = Arrangement(starts_at=THURSDAY, minutes=30)
    scheduled = operations.repeat_meetings(
        actor=cast.peer, pair_id=stopped.pk, arrangement=arrangement, rule="FREQ=WEEKLY", shift="skip", now=NOW
    )
    operations.stop_series(actor=cast.peer, meeting_id=scheduled[5].pk, now=NOW)
    repeat(pair)
    Pair.objects.filter(pk=pair.pk).update(until_on=(THURSDAY + 14 * WEEK).date())

    assert [go_on(), go_on(NOW + 15 * WEEK)] == [1, 0]


def test_the_job_lays_what_each_series_lacks(pair: Pair) -> None:
    repeat(pair)

    with mock.patch.object(timezone, "now", return_value=LATER):
        assert extend_all_series.call() == 1
    assert len(dates(pair)) in (13, 16)
