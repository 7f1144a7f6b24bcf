"""What the search reads of people."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.cast import Cast

from aizuchi.availability.days_off import list_days_off
from aizuchi.availability.finding import Stretch, find_slots, window_of
from aizuchi.availability.models import BusyTime, DayRules, OrganizationDay, PreferredTimes, TimeRule
from aizuchi.availability.queries.descriptions import say_preferences
from aizuchi.availability.queries.sides import load_sides
from aizuchi.people.models import Leave

MONDAY = datetime.datetime(2026, 6, 1, 0, tzinfo=datetime.UTC)  # nine o'clock in Tokyo
HOUR = datetime.timedelta(hours=1)
WEEK = window_of(MONDAY, MONDAY + datetime.timedelta(days=5))


def busy(person: object, starts_at: datetime.datetime, hours: int = 1, **more: object) -> None:
    BusyTime.objects.create(person=person, starts_at=starts_at, ends_at=starts_at + hours * HOUR, **more)


@pytest.mark.database
def test_busy_rules_leave_and_margins_of_both_are_read(cast: Cast) -> None:
    busy(cast.manager, MONDAY, hours=3)
    busy(cast.member, MONDAY + 4 * HOUR, is_tentative=True)
    Leave.objects.create(person=cast.member, starts_on=datetime.date(2026, 6, 2))
    PreferredTimes.objects.create(person=cast.manager, preparation_minutes=15)
    TimeRule.objects.create(person=cast.manager, weekday=0, starts_minute=540, ends_minute=1080, kind="work")

    one, other = load_sides([cast.member, cast.manager], window=WEEK)
    found = find_slots(sides=(one, other), minutes=30, window=WEEK, limit=50, per_day=50)

    assert other.preparation_minutes == 15
    assert min(slot.starts_at for slot in found) == MONDAY + 4 * HOUR  # lunch of the member until one o'clock
    assert {slot.starts_at.day for slot in found} == {1}
    assert {slot.is_tentative for slot in found if slot.starts_at < MONDAY + 5 * HOUR} == {True}


def test_reading_takes_the_same_number_of_queries_for_a_full_calendar(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as empty:
        load_sides([cast.member, cast.manager], window=WEEK)
    for n in range(40):
        busy(cast.manager, MONDAY + n * HOUR)
        busy(cast.member, MONDAY + n * HOUR)

    with CaptureQueriesContext(connection) as full:
        load_sides([cast.member, cast.manager], window=WEEK)

    assert len(full) == len(empty) == 6


@pytest.mark.database
def test_public_holidays_give_way_to_the_days_of_the_organization(cast: Cast) -> None:
    first, until = datetime.date(2026, 5, 1), datetime.date(2026, 5, 31)
    OrganizationDay.objects.create(organization=cast.organization, date=datetime.date(2026, 5, 1), name="創立記念日")
    OrganizationDay.objects.create(organization=cast.organization, date=datetime.date(2026, 5, 4), kind="work")

    with override("ja"):
        days = list_days_off(cast.organization, first=first, until=until)

    assert days[datetime.date(2026, 5, 1)] == "創立記念日"
    assert days[datetime.date(2026, 5, 5)] == "こどもの日"
    assert datetime.date(2026, 5, 4) not in days


@pytest.mark.database
def test_an_organization_may_keep_no_public_holidays(cast: Cast) -> None:
    DayRules.objects.create(organization=cast.organization, country="")

    assert list_days_off(cast.organization, first=datetime.date(2026, 1, 1), until=datetime.date(2026, 2, 1)) == {}
    DayRules.objects.update(country="ZZ")
    assert list_days_off(cast.organization, first=datetime.date(2026, 1, 1), until=datetime.date(2026, 2, 1)) == {}


def test_preferences_are_told_in_words() -> None:
    week = [
        Stretch(1, 540, 720, "good"),
        Stretch(3, 540, 720, "good"),
        Stretch(4, 780, 1080, "avoid"),
        Stretch(0, 555, 600, "never"),
        Stretch(0, 540, 1080, "work"),
    ]

    with override("ja"):
        assert say_preferences(week) == [
            "火・木曜の午前は話しやすい",
            "金曜の午後はできれば避けたい",
            "月曜の9:15〜10:00は避ける",
        ]
    with override("en"):
        assert say_preferences(week)[0] == "Likes Tue, Thu in the morning"
