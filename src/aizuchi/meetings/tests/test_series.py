"""1on1s that come back, and a whole quarter in one go."""

import datetime
import itertools
import re
from collections.abc import Callable
from html import unescape
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory

from aizuchi.availability.models import BusyTime
from aizuchi.kernel.refusals import InThePast
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting, Series
from aizuchi.meetings.operations import Arrangement, Date, PairPlan
from aizuchi.meetings.operations.arrangement import NotFree
from aizuchi.meetings.operations.schedule import CannotBeRestored
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person

pytestmark = pytest.mark.usefixtures("in_2026")

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime.datetime(2026, 6, 10, 10, tzinfo=TOKYO)
THURSDAY = datetime.datetime(2026, 6, 18, 14, tzinfo=TOKYO)
WEEK, DAY, HOUR = datetime.timedelta(weeks=1), datetime.timedelta(days=1), datetime.timedelta(hours=1)
ClientFor = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="weekly")


def repeat(pair: Pair, rule: str = "FREQ=WEEKLY;COUNT=4", shift: str = "next_day") -> list[Meeting]:
    return operations.repeat_meetings(
        actor=pair.mentee,
        pair_id=pair.pk,
        arrangement=Arrangement(starts_at=THURSDAY, minutes=30),
        rule=rule,
        shift=shift,
        now=NOW,
    )


def dates(pair: Pair) -> list[datetime.datetime]:
    planned = pair.meetings.filter(state="planned", starts_at__isnull=False).order_by("starts_at")
    return [moment.astimezone(TOKYO) for moment in planned.values_list("starts_at", flat=True)]


@pytest.mark.database
def test_the_undated_1on1_becomes_the_first_of_them(pair: Pair) -> None:
    undated = MeetingFactory(pair=pair)

    repeat(pair)

    undated.refresh_from_db()
    assert undated.starts_at == THURSDAY
    assert dates(pair) == [THURSDAY + n * WEEK for n in range(4)]


def test_a_rule_without_an_end_is_laid_three_months_ahead(pair: Pair) -> None:
    repeat(pair, "FREQ=WEEKLY")

    assert len(dates(pair)) == 13


@pytest.mark.database
def test_holidays_and_leave_shift_one_by_the_rule(cast: Cast, pair: Pair) -> None:
    Leave.objects.create(person=cast.manager, starts_on=datetime.date(2026, 6, 25), until_on=datetime.date(2026, 6, 26))

    repeat(pair)

    assert dates(pair)[1] == THURSDAY + WEEK + DAY
    assert Meeting.objects.get(starts_at=THURSDAY + WEEK + DAY).occurrence_at == THURSDAY + WEEK


def test_one_that_is_left_out_hands_on_what_was_prepared(cast: Cast, pair: Pair) -> None:
    first, second, *_rest = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)
    AgendaItemFactory(meeting=first, title="新人の育て方")

    operations.leave_out(actor=cast.manager, meeting_id=first.pk, now=NOW)

    assert [item.title for item in second.items.all()] == ["新人の育て方"]
    assert dates(pair) == [THURSDAY + n * WEEK for n in (1, 2, 3)]


@pytest.mark.database
def test_one_that_is_left_out_comes_back_by_what_is_said_right_there(
    cast: Cast, pair: Pair, client_for: ClientFor
) -> None:
    first, second, *_rest = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)
    item = AgendaItemFactory(meeting=first, title="新人の育て方")
    client = client_for(cast.manager)

    with mock.patch.object(timezone, "now", return_value=NOW + HOUR):
        page = client.post(f"/meetings/{first.pk}/leave-out", follow=True).content.decode()
        assert f'action="/meetings/{first.pk}/restore"' in page
        client.post(f"/meetings/{first.pk}/restore")

    item.refresh_from_db()
    assert item.meeting_id == first.pk
    assert dates(pair) == [THURSDAY + n * WEEK for n in range(4)]
    assert not second.items.exists()


@pytest.mark.database
def test_a_date_taken_off_is_remembered_by_its_rule_and_can_be_brought_back(cast: Cast, pair: Pair) -> None:
    first = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)[0]
    cancelled = operations.cancel_meeting(actor=cast.member, meeting_id=first.pk, now=NOW + HOUR)
    assert (cancelled.occurrence_at, cancelled.series_id) == (THURSDAY, first.series_id)

    operations.restore_meeting(actor=cast.member, meeting_id=cancelled.pk, now=NOW)

    assert Meeting.objects.get(occurrence_at=THURSDAY).pk == first.pk


@pytest.mark.database
def test_this_and_the_following_move_and_the_earlier_ones_stay(cast: Cast, pair: Pair) -> None:
    meetings = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)

    operations.move_series(
        actor=cast.manager,
        meeting_id=meetings[1].pk,
        starts_at=THURSDAY + WEEK + DAY + HOUR,
        scope="following",
        now=NOW,
    )

    assert dates(pair) == [THURSDAY, *(THURSDAY + n * WEEK + DAY + HOUR for n in (1, 2, 3))]
    assert Series.objects.count() == 2


def test_all_move_by_the_wall_clock_over_a_change_of_clocks(cast: Cast, pair: Pair) -> None:
    Person.objects.filter(pk=cast.member.pk).update(time_zone="Europe/Berlin")
    berlin, then = ZoneInfo("Europe/Berlin"), datetime.datetime(2026, 10, 12, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    meetings = operations.repeat_meetings(
        actor=Person.objects.get(pk=cast.member.pk),
        pair_id=pair.pk,
        arrangement=Arrangement(starts_at=then, minutes=30),
        rule="FREQ=WEEKLY;COUNT=4",
        shift="skip",
        now=NOW,
    )
    first = min(meetings, key=lambda meeting: meeting.starts_at)

    operations.move_series(actor=cast.member, meeting_id=first.pk, starts_at=then + HOUR, scope="all", now=NOW)

    assert {moment.astimezone(berlin).hour for moment in dates(pair)} == {10}


@pytest.mark.database
def test_all_move_around_days_off_and_say_what_is_in_their_way(cast: Cast, pair: Pair, client_for: ClientFor) -> None:
    first = min(repeat(pair), key=lambda meeting: meeting.starts_at)
    away = (THURSDAY + WEEK + DAY).date()
    Leave.objects.create(person=cast.manager, starts_on=away, until_on=away + DAY)
    taken = THURSDAY + 2 * WEEK + DAY
    BusyTime.objects.create(person=cast.manager, starts_at=taken, ends_at=taken + HOUR)
    form = {"date": "2026-06-19", "time": "14:00", "minutes": "30", "scope": "all", "version": str(first.version)}
    client, address = client_for(cast.member), f"/meetings/{first.pk}/move"

    with mock.patch.object(timezone, "now", return_value=NOW):
        told = client.post(address, form)
        assert (told.status_code, dates(pair)[0]) == (409, THURSDAY)
        client.post(address, form | {"anyway": "1"})

    assert "7月3日" in told.context["against"]
    assert dates(pair) == [THURSDAY + DAY, THURSDAY + WEEK + 4 * DAY, taken, THURSDAY + 3 * WEEK + DAY]


def test_what_is_moved_onto_a_day_off_is_left_out_where_the_rule_says_so(cast: Cast, pair: Pair) -> None:
    first = min(repeat(pair, shift="skip"), key=lambda meeting: meeting.starts_at)
    away = (THURSDAY + WEEK + DAY).date()
    Leave.objects.create(person=cast.manager, starts_on=away, until_on=away + DAY)

    operations.move_series(actor=cast.member, meeting_id=first.pk, starts_at=THURSDAY + DAY, scope="all", now=NOW)

    assert dates(pair) == [THURSDAY + n * WEEK + DAY for n in (0, 2, 3)]


def test_stopping_leaves_the_earlier_ones(cast: Cast, pair: Pair) -> None:
    meetings = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)

    operations.stop_series(actor=cast.member, meeting_id=meetings[2].pk, now=NOW)

    assert dates(pair) == [THURSDAY, THURSDAY + WEEK]
    assert not pair.meetings.filter(state="planned", starts_at__isnull=True).exists()


@pytest.mark.database
@pytest.mark.parametrize("since", [0, 2])
def test_stopping_is_taken_back_with_all_its_dates(cast: Cast, pair: Pair, since: int) -> None:
    meetings = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)
    stopped = operations.stop_series(actor=cast.member, meeting_id=meetings[since].pk, now=NOW + HOUR)

    resumed = operations.resume_series(actor=cast.member, meeting_id=stopped.pk, now=NOW + 2 * HOUR)

    assert dates(pair) == [meeting.starts_at for meeting in meetings]
    assert (resumed.back, resumed.left_out) == (len(meetings) - since, 0)
    assert set(pair.meetings.filter(state="planned").values_list("series__until_at", flat=True)) == {None}
    with pytest.raises((CannotBeRestored, PermissionDenied, Http404)):
        operations.resume_series(actor=cast.member, meeting_id=stopped.pk, now=NOW + 2 * HOUR)


def test_what_is_taken_meanwhile_stays_left_out(cast: Cast, pair: Pair) -> None:
    meetings = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)
    stopped = operations.stop_series(actor=cast.member, meeting_id=meetings[1].pk, now=NOW + HOUR)
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=THURSDAY + 2 * WEEK)

    resumed = operations.resume_series(actor=cast.member, meeting_id=stopped.pk, now=NOW + 2 * HOUR)

    assert THURSDAY + 2 * WEEK not in dates(pair)
    assert (resumed.back, resumed.left_out) == (len(meetings) - 2, 1)


def test_a_day_that_was_left_out_before_does_not_come_back(cast: Cast, pair: Pair) -> None:
    meetings = sorted(repeat(pair), key=lambda meeting: meeting.starts_at)
    operations.leave_out(actor=cast.member, meeting_id=meetings[2].pk, now=NOW + HOUR / 2)
    stopped = operations.stop_series(actor=cast.member, meeting_id=meetings[1].pk, now=NOW + HOUR)

    operations.resume_series(actor=cast.member, meeting_id=stopped.pk, now=NOW + 2 * HOUR)

    assert THURSDAY + 2 * WEEK not in dates(pair)
    assert len(dates(pair)) == len(meetings) - 1


@pytest.mark.database
def test_nobody_is_in_two_1on1s_at_once_and_then_nothing_is_laid(cast: Cast, pair: Pair) -> None:
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=THURSDAY + 2 * WEEK)

    with pytest.raises(NotFree):
        repeat(pair)

    assert dates(pair) == []
    assert not Series.objects.exists()


def test_outsiders_lay_nothing(cast: Cast, pair: Pair) -> None:
    plan = PairPlan(
        pair_id=pair.pk, rule="FREQ=WEEKLY", minutes=30, dates=(Date(occurrence_at=THURSDAY, starts_at=THURSDAY),)
    )
    for outsider in (cast.hr, cast.colleague, cast.stranger):
        with pytest.raises(PermissionDenied):
            operations.create_series(actor=outsider, plans=[plan], now=NOW)
    with pytest.raises(InThePast):
        operations.create_series(actor=cast.member, plans=[plan], now=THURSDAY + DAY)


def test_a_form_repeats_by_the_rhythm_of_the_pair(cast: Cast, pair: Pair, client_for: ClientFor) -> None:
    wanted = {"date": "2026-06-18", "time": "14:00", "minutes": "30", "place_kind": "video", "repeat": "cadence"}
    with mock.patch.object(timezone, "now", return_value=NOW):
        client_for(cast.member).post(f"/pairs/{pair.pk}/schedule", wanted)
        broken = client_for(cast.member).post(
            f"/pairs/{pair.pk}/schedule", {**wanted, "date": "2026-12-01", "repeat": "rule", "rule": "now and then"}
        )

    assert len(dates(pair)) == 13
    assert {meeting.place_kind for meeting in pair.meetings.all()} == {"video"}
    assert broken.status_code == 422


QUARTER = {
    **{f"stint-0-{part}": value for part, value in {"day": "1", "from": "09:00", "to": "12:00"}.items()},
    **{f"stint-1-{part}": value for part, value in {"day": "3", "from": "09:00", "to": "12:00"}.items()},
    "first": "2026-06-15",
    "weeks": "13",
    "shift": "next_day",
}


@pytest.fixture
def team(cast: Cast) -> list[Pair]:
    rhythms = ["weekly", "every_2_weeks", "every_2_weeks", "monthly"]
    people = [PersonFactory(organization=cast.organization, family_name=f"部下{n}") for n in range(len(rhythms))]
    return [PairFactory(mentee=p, mentor=cast.manager, cadence=c) for p, c in zip(people, rhythms, strict=True)]


def read_plan(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*type="datetime-local" name="([^"]+)" value="([^"]*)"', page)
    hidden = re.findall(r'<input type="hidden" name="collisions" value="([^"]*)"', page)
    return {**{unescape(name): value for name, value in found}, "collisions": hidden[0]}


@pytest.mark.database
def test_a_quarter_is_proposed_looked_at_and_laid(cast: Cast, team: list[Pair], client_for: ClientFor) -> None:
    client, keys = client_for(cast.manager), [str(pair.pk) for pair in team]
    with mock.patch.object(timezone, "now", return_value=NOW):
        page = client.get("/quarter", {**QUARTER, "pair": keys}).content.decode()
        assert not Meeting.objects.filter(starts_at__isnull=False).exists()
        client.post("/quarter", {**QUARTER, **read_plan(page), "pair": keys, "do": "confirm"})

    counts = [len(dates(pair)) for pair in team]
    assert counts[0] == 13
    assert {6, 7} >= set(counts[1:3])
    assert counts[3] in (3, 4)
    scheduled = sorted(moment for pair in team for moment in dates(pair))
    assert all(later - earlier >= HOUR / 2 for earlier, later in itertools.pairwise(scheduled))
    assert {moment.hour for moment in scheduled} <= {9, 10, 11}


def test_a_collision_made_by_hand_is_told_before_anything_stands(
    cast: Cast, team: list[Pair], client_for: ClientFor
) -> None:
    client, keys = client_for(cast.manager), [str(pair.pk) for pair in team]
    with mock.patch.object(timezone, "now", return_value=NOW):
        plan = read_plan(client.get("/quarter", {**QUARTER, "pair": keys}).content.decode())
        name, value = next((name, value) for name, value in plan.items() if name.startswith("at|"))
        moment = datetime.datetime.fromisoformat(value).replace(tzinfo=TOKYO)
        BusyTime.objects.create(person=cast.manager, starts_at=moment, ends_at=moment + HOUR)
        told = client.post("/quarter", {**QUARTER, **plan, "pair": keys, "do": "confirm"})

    assert "どちらかに予定があります" in told.content.decode()
    assert not Meeting.objects.filter(starts_at__isnull=False).exists()
    assert name


def test_laying_takes_the_same_number_of_queries_for_more_dates(cast: Cast, team: list[Pair]) -> None:
    def lay(pairs: list[Pair], since: datetime.datetime, count: int) -> int:
        plans = [
            PairPlan(
                pair_id=pair.pk,
                rule="FREQ=WEEKLY",
                minutes=30,
                dates=tuple(
                    Date(occurrence_at=since + place * HOUR + n * WEEK, starts_at=since + place * HOUR + n * WEEK)
                    for n in range(count)
                ),
            )
            for place, pair in enumerate(pairs)
        ]
        with CaptureQueriesContext(connection) as captured:
            operations.create_series(actor=cast.manager, plans=plans, now=NOW)
        return len(captured)

    lay(team[:1], THURSDAY, 1)

    few, many = lay(team, THURSDAY + 20 * WEEK, 3), lay(team, THURSDAY + 40 * WEEK, 10)

    assert many <= few + 2  # SQLite takes only so many values at once


@pytest.mark.database
def test_broken_plans_are_shown_again(cast: Cast, team: list[Pair], client_for: ClientFor) -> None:
    client = client_for(cast.manager)
    broken = {
        "at|x|y|z": "now",
        f"at|{team[0].pk}|2026-06-18T10:00+09:00|FREQ=WEEKLY": "soon",
        "at": "",
        "do": "confirm",
    }

    assert client.post("/quarter", {**QUARTER, **broken, "pair": [str(team[0].pk)]}).status_code == 200
    assert client.get("/quarter?stint-0-from=99:99&weeks=x&first=never&pair=none").status_code == 422
    assert not Meeting.objects.filter(starts_at__isnull=False).exists()


def test_what_is_in_the_way_of_any_date_is_told_before_they_are_laid(
    cast: Cast, pair: Pair, client_for: ClientFor
) -> None:
    taken = THURSDAY + 2 * WEEK
    BusyTime.objects.create(person=cast.manager, starts_at=taken, ends_at=taken + HOUR)
    day = THURSDAY.astimezone(ZoneInfo("Asia/Tokyo"))
    form = {"date": f"{day:%Y-%m-%d}", "time": f"{day:%H:%M}", "minutes": "30", "shift": "skip"}
    form |= {"repeat": "rule", "rule": "FREQ=WEEKLY;COUNT=4"}
    client, address = client_for(cast.member), f"/pairs/{pair.pk}/schedule"

    with mock.patch.object(timezone, "now", return_value=NOW):
        told = client.post(address, form)
        assert (told.status_code, dates(pair)) == (409, [])
        client.post(address, form | {"anyway": "1"})

    assert "7月2日" in told.context["against"]
    assert len(dates(pair)) == 4
