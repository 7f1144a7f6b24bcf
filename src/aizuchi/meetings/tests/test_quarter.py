"""A whole quarter in one go: around what stands, off days off, and taken back in one go."""

import datetime
import re
from collections.abc import Callable
from html import unescape
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.availability.finding.quarter import Occurrence, Stint
from aizuchi.availability.models import BusyTime
from aizuchi.calendars.models import CalendarEntry
from aizuchi.flows.calendar_entries import show_later
from aizuchi.meetings import operations
from aizuchi.meetings.models import ScheduledQuarter
from aizuchi.meetings.operations.quarter import QUIET, NothingToTakeBack
from aizuchi.meetings.queries.quarter import lay_out, propose_quarter
from aizuchi.meetings.reminders import prepare
from aizuchi.meetings.views.quarter import plans_of
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime.datetime(2026, 12, 1, 10, tzinfo=TOKYO)
FIRST = datetime.date(2026, 12, 7)
DAY = datetime.timedelta(days=1)
WISH = {"first": FIRST, "weeks": 13, "shift": "next_day", "now": NOW}
MORNINGS = (
    Stint(weekday=1, starts_minute=540, ends_minute=720),
    Stint(weekday=3, starts_minute=540, ends_minute=720),
)
FORM = {"stint-0-day": "1", "stint-0-from": "09:00", "stint-0-to": "12:00", "first": "2026-12-07", "weeks": "13"}
ClientFor = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="every_2_weeks")


def propose(person: Person, *pairs: Pair) -> list[Occurrence]:
    return propose_quarter(viewer=person, pairs=pairs, stints=MORNINGS, **WISH)


def schedule(person: Person, *pairs: Pair) -> ScheduledQuarter:
    plans = plans_of(propose(person, *pairs), "next_day")
    return operations.schedule_quarter(actor=person, plans=plans, now=NOW)


def dates(pair: Pair) -> list[datetime.datetime]:
    planned = pair.meetings.filter(state="planned", starts_at__isnull=False).order_by("starts_at")
    return [moment.astimezone(TOKYO) for moment in planned.values_list("starts_at", flat=True)]


@pytest.mark.parametrize("cadence", ["weekly", "every_2_weeks", "monthly", "every_2_months"])
def test_dates_that_stand_are_laid_around(cast: Cast, cadence: str) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager, cadence=cadence)
    settled = datetime.datetime(2026, 12, 9, 15, tzinfo=TOKYO)
    MeetingFactory(pair=pair, starts_at=settled)

    found = [one.starts_at for one in propose(cast.manager, pair) if one.starts_at]

    apart = {"weekly": 4, "every_2_weeks": 8, "monthly": 16, "every_2_months": 33}[cadence]
    assert found
    assert all(abs((moment - settled).days) >= apart for moment in found)


@pytest.mark.database
def test_nothing_is_laid_at_the_turn_of_the_year(cast: Cast) -> None:
    pairs = [PairFactory(mentee=who, mentor=cast.manager, cadence="weekly") for who in (cast.member, cast.peer)]

    found = [one.starts_at.astimezone(TOKYO) for one in propose(cast.manager, *pairs) if one.starts_at]

    assert not [day for day in found if (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}]


@pytest.mark.database
def test_each_week_says_which_days_are_off_and_the_chip_what_it_avoided(cast: Cast, pair: Pair) -> None:
    pair.cadence = "weekly"
    pair.save(update_fields=["cadence"])
    found = propose(cast.manager, pair)

    plan = lay_out(viewer=cast.manager, pairs=[pair], occurrences=found, first=FIRST, weeks=13, now=NOW)

    names = {name for row in plan.rows for _first, _last, name in row.days_off}
    assert {"年末年始の休み", "成人の日", "建国記念の日", "天皇誕生日"} <= names
    told = " ".join(cell.told for row in plan.rows for column in row.columns for cell in column.cells)
    assert plan.shifted
    assert "を避けました" in told


def test_what_stands_shows_with_a_lock_and_nothing_is_laid_twice(cast: Cast, pair: Pair, client_for: ClientFor) -> None:
    settled = MeetingFactory(pair=pair, starts_at=datetime.datetime(2026, 12, 8, 9, tzinfo=TOKYO))
    with mock.patch.object(timezone, "now", return_value=NOW):
        page = client_for(cast.manager).get("/quarter", {**FORM, "pair": [str(pair.pk)]}).content.decode()

    assert f"/meetings/{settled.pk}/move" in page
    assert "すでに決まっている1回は、そのままです。" in page


def test_a_collision_offers_what_is_free_and_else_stays_without_a_date(
    cast: Cast, pair: Pair, client_for: ClientFor
) -> None:
    client, keys = client_for(cast.manager), {"pair": [str(pair.pk)]}
    with mock.patch.object(timezone, "now", return_value=NOW):
        plan = read_plan(client.get("/quarter", {**FORM, **keys}).content.decode())
        name, value = next(iter(plan.items()))
        moment = datetime.datetime.fromisoformat(value).replace(tzinfo=TOKYO)
        BusyTime.objects.create(person=cast.member, starts_at=moment, ends_at=moment + DAY / 24)
        told = client.post("/quarter", {**FORM, **keys, **plan, "do": "check"})
        (instead,) = told.context["plan"].instead
        assert (instead.name, instead.starts_at.hour) == (name, moment.hour)
        put = client.post("/quarter", {**FORM, **keys, **plan, "put": f"{name}={instead.value}"})
        assert put.context["plan"].collisions == 0

        client.post("/quarter", {**FORM, **keys, **plan, "collisions": "1", "do": "confirm"})

    assert len(dates(pair)) == len(plan) - 1
    assert moment not in dates(pair)


@pytest.mark.database
def test_nobody_hears_of_it_for_ten_minutes(cast: Cast, pair: Pair, django_capture_on_commit_callbacks) -> None:
    quarter = schedule(cast.manager, pair)

    assert not CalendarEntry.objects.exists()
    assert quarter.tell_at == NOW + QUIET
    first = pair.meetings.order_by("starts_at").first()
    noticed = first.starts_at - DAY
    assert not [due for due in prepare.find(NOW + QUIET / 2) if due.subject_id == first.pk]
    ScheduledQuarter.objects.filter(pk=quarter.pk).update(tell_at=noticed + DAY / 2)
    assert not list(prepare.find(noticed))


@pytest.mark.database
def test_taken_back_in_time_reaches_nobody(cast: Cast, pair: Pair) -> None:
    undated = MeetingFactory(pair=pair, created_at=NOW - DAY)
    item = AgendaItemFactory(meeting=undated)
    quarter = schedule(cast.manager, pair)
    keys = [str(one.pk) for one in quarter.meetings.all()]
    assert len(keys) > 4

    count = operations.take_back_quarter(actor=cast.manager, quarter_id=quarter.pk, now=NOW + QUIET / 2)
    show_later.call(keys)

    assert count == len(keys)
    assert not CalendarEntry.objects.exists()
    assert pair.meetings.get(state="planned") == undated
    undated.refresh_from_db()
    assert (undated.starts_at, undated.items.get()) == (None, item)


@pytest.mark.database
def test_taken_back_later_each_date_is_called_off_once(cast: Cast, pair: Pair) -> None:
    quarter = schedule(cast.manager, pair)
    show_later.call([str(one.pk) for one in quarter.meetings.all()])
    count = CalendarEntry.objects.filter(called_off_at=None).count()
    assert count

    operations.take_back_quarter(actor=cast.manager, quarter_id=quarter.pk, now=NOW + 2 * QUIET)

    assert not CalendarEntry.objects.filter(called_off_at=None).exists()
    assert set(CalendarEntry.objects.values_list("sequence", flat=True)) == {1}
    with pytest.raises(NothingToTakeBack):
        operations.take_back_quarter(actor=cast.manager, quarter_id=quarter.pk, now=NOW + 3 * QUIET)


@pytest.mark.database
def test_what_was_prepared_or_moved_meanwhile_is_not_lost(cast: Cast, pair: Pair) -> None:
    quarter = schedule(cast.manager, pair)
    first, second = pair.meetings.order_by("starts_at")[:2]
    item = AgendaItemFactory(meeting=first)
    arrangement = operations.Arrangement(starts_at=second.starts_at + DAY / 24, minutes=30)
    operations.move_meeting(
        actor=cast.member, meeting_id=second.pk, arrangement=arrangement, version=second.version, now=NOW
    )

    operations.take_back_quarter(actor=cast.manager, quarter_id=quarter.pk, now=NOW + QUIET / 2)

    assert dates(pair) == [arrangement.starts_at.astimezone(TOKYO)]
    item.refresh_from_db()
    assert item.meeting == second


@pytest.mark.database
def test_only_who_laid_it_sees_it_and_takes_it_back(cast: Cast, pair: Pair, client_for: ClientFor) -> None:
    quarter = schedule(cast.manager, pair)

    for other in (cast.member, cast.hr, cast.stranger):
        with pytest.raises(Http404):
            operations.take_back_quarter(actor=other, quarter_id=quarter.pk, now=NOW)
        assert client_for(other).get(f"/quarter/{quarter.pk}").status_code == 404
    with mock.patch.object(timezone, "now", return_value=NOW):
        page = client_for(cast.manager).get(f"/quarter/{quarter.pk}").content.decode()
    assert "相手にもう見えています" in page  # their pages show the dates at once; mails and calendars wait
    assert "まとめて元に戻す" in page


@pytest.mark.database
def test_taking_back_takes_as_many_queries_for_more_dates(cast: Cast) -> None:
    def count(cadence: str, who: Person) -> int:
        quarter = schedule(cast.manager, PairFactory(mentee=who, mentor=cast.manager, cadence=cadence))
        with CaptureQueriesContext(connection) as captured:
            operations.take_back_quarter(actor=cast.manager, quarter_id=quarter.pk, now=NOW)
        return len(captured)

    assert count("weekly", cast.member) <= count("monthly", cast.peer) + 2


def read_plan(page: str) -> dict[str, str]:
    pattern = re.compile(r'type="datetime-local" name="(at[^"]*)" value="([^"]*)"')
    return {unescape(name): value for name, value in pattern.findall(page)}


def test_what_was_moved_by_hand_is_not_laid_to_a_day_off(cast: Cast, pair: Pair, client_for: ClientFor) -> None:
    client, keys = client_for(cast.manager), {"pair": [str(pair.pk)]}
    with mock.patch.object(timezone, "now", return_value=NOW):
        plan = read_plan(client.get("/quarter", {**FORM, **keys}).content.decode())
        before = client.post("/quarter", {**FORM, **keys, **plan, "do": "check"}).context["plan"].shifted
        name, value = next(iter(plan.items()))
        later = datetime.datetime.fromisoformat(value) + DAY / 24

        moved = client.post("/quarter", {**FORM, **keys, **plan, name: f"{later:%Y-%m-%dT%H:%M}", "do": "check"})

    assert moved.context["plan"].shifted == before
    cells = [cell for row in moved.context["plan"].rows for column in row.columns for cell in column.cells]
    assert [cell.told for cell in cells if cell.name == name] == ["動かしました"]
