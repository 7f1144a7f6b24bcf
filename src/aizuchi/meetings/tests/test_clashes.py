"""What stands in the way of a 1on1: asked by every operation and page, computed in one place."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.availability.models import BusyTime
from aizuchi.meetings.clashes import (
    Obstacle,
    WantedTime,
    add_busy_times,
    list_obstacles,
    load_taken_times,
    lock_taken_times,
)
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave

THURSDAY = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
HALF_HOUR = datetime.timedelta(minutes=30)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def other_pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.peer, mentor=cast.manager)


def at(pair: Pair, starts_at: datetime.datetime) -> WantedTime:
    return WantedTime(pair=pair, starts_at=starts_at, minutes=30)


def busy(person: object, starts_at: datetime.datetime) -> None:
    BusyTime.objects.create(person=person, starts_at=starts_at, ends_at=starts_at + HALF_HOUR)


@pytest.mark.parametrize(("minutes", "clashes"), [(-30, False), (-29, True), (0, True), (29, True), (30, False)])
def test_times_are_half_open(pair: Pair, other_pair: Pair, minutes: int, clashes: bool) -> None:
    MeetingFactory(pair=other_pair, starts_at=THURSDAY)
    wanted = at(pair, THURSDAY + datetime.timedelta(minutes=minutes))

    assert lock_taken_times([wanted]).has_clash(wanted) is clashes


def test_the_earliest_of_several_is_named(cast: Cast, pair: Pair, other_pair: Pair) -> None:
    MeetingFactory(pair=other_pair, starts_at=THURSDAY + datetime.timedelta(minutes=15))
    own = MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor"), starts_at=THURSDAY)
    wanted = at(pair, THURSDAY)

    found = lock_taken_times([wanted]).first_clash(wanted)

    assert found is not None
    assert found.meeting_id == own.pk


def test_it_can_be_asked_for_one_of_the_two(cast: Cast, pair: Pair, other_pair: Pair) -> None:
    MeetingFactory(pair=other_pair, starts_at=THURSDAY)
    wanted = at(pair, THURSDAY)

    assert lock_taken_times([wanted]).first_clash(wanted, of=[cast.member.pk]) is None


def test_what_is_moved_is_not_in_its_own_way(pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=THURSDAY)
    wanted = WantedTime(pair=pair, starts_at=THURSDAY, minutes=30, meeting_id=meeting.pk)

    assert not lock_taken_times([wanted]).has_clash(wanted)


def test_two_wanted_times_stand_in_each_others_way(pair: Pair, other_pair: Pair) -> None:
    first, second = at(pair, THURSDAY), at(other_pair, THURSDAY)
    taken = lock_taken_times([first, second])

    taken.add(first)

    assert taken.has_clash(second)


def test_no_wanted_time_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        lock_taken_times([])

    assert len(asked) == 0


def test_the_calendar_of_one_person_is_counted_where_it_is_added(cast: Cast, pair: Pair) -> None:
    busy(cast.member, THURSDAY)
    busy(cast.manager, THURSDAY)
    taken = load_taken_times([cast.member.pk, cast.manager.pk], since=THURSDAY, until=THURSDAY + HALF_HOUR)

    add_busy_times(taken, cast.member.pk, since=THURSDAY, until=THURSDAY + HALF_HOUR)

    assert not taken.are_free([cast.member.pk], THURSDAY, THURSDAY + HALF_HOUR)
    assert taken.are_free([cast.manager.pk], THURSDAY, THURSDAY + HALF_HOUR)


def test_appointments_and_absences_are_obstacles_and_ones_own_come_first(cast: Cast, pair: Pair) -> None:
    days = [THURSDAY + n * DAY for n in range(4)]
    busy(cast.member, days[0])
    busy(cast.manager, days[0])
    busy(cast.manager, days[1])
    Leave.objects.create(person=cast.manager, starts_on=days[2].date(), until_on=days[3].date())

    found = list_obstacles(viewer=cast.member, pair=pair, starts=days, minutes=30)

    assert found == [
        (days[0], Obstacle.VIEWER_IS_BUSY),
        (days[1], Obstacle.PARTNER_IS_BUSY),
        (days[2], Obstacle.PARTNER_IS_AWAY),
    ]
