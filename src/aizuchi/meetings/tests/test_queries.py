import datetime

import pytest
from django.http import Http404
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.meetings import operations, queries
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.access import access_meeting_and_latest
from aizuchi.meetings.page_cards import NUMBER
from aizuchi.pairs.models import Pair
from aizuchi.ui.facts import ask

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
State = Meeting.State


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def held(pair: Pair, days_ago: int, **more: object) -> Meeting:
    at = NOW - days_ago * DAY
    ended_at = at + datetime.timedelta(minutes=40)
    return MeetingFactory(
        pair=pair, **{"state": State.CLOSED, "starts_at": at, "started_at": at, "ended_at": ended_at, **more}
    )


def test_the_next_one_is_the_running_one_then_the_earliest_date_then_the_undated(cast: Cast, pair: Pair) -> None:
    def next_one() -> object:
        return queries.next_by_pair(viewer=cast.member, pair_ids=[pair.pk], now=NOW)[pair.pk].id

    undated = MeetingFactory(pair=pair)
    assert next_one() == undated.pk
    MeetingFactory(pair=pair, starts_at=NOW + 9 * DAY)
    early = MeetingFactory(pair=pair, starts_at=NOW + 2 * DAY)
    assert next_one() == early.pk
    running = held(pair, 0, state=State.HELD, ended_at=None)
    assert next_one() == running.pk


def test_history_comes_in_pages_newest_first(cast: Cast, pair: Pair, django_assert_num_queries) -> None:
    meetings = [held(pair, days) for days in (30, 20, 10)]
    AgendaItemFactory(meeting=meetings[2], title="夜間対応の当番")

    with django_assert_num_queries(2):
        page = queries.list_history(viewer=cast.manager, pair=pair, now=NOW, limit=2)
    rest = queries.list_history(viewer=cast.manager, pair=pair, now=NOW, limit=2, before=page.earlier_before)

    assert [past.id for past in page.meetings] == [meetings[2].pk, meetings[1].pk]
    assert [item.label for item in page.meetings[0].agenda.items] == ["夜間対応の当番"]
    assert page.meetings[0].minutes == 40
    assert [past.id for past in rest.meetings] == [meetings[0].pk]
    assert rest.earlier_before is None


def test_wishes_look_at_the_latest_few_meetings_of_each_pair(cast: Cast, pair: Pair, django_assert_num_queries) -> None:
    other = PairFactory(mentee=cast.peer, mentor=cast.manager)
    for days in (30, 20, 10):
        AgendaItemFactory(meeting=held(pair, days), title=f"{days}日前")
        AgendaItemFactory(meeting=held(other, days), title=f"三宅 {days}日前")

    with django_assert_num_queries(1):
        wishes = queries.list_asked_topics(viewer=cast.manager, pair_ids=[pair.pk, other.pk], meetings_each=2)

    assert [asked.topic for asked in wishes[pair.pk].asked] == ["10日前", "20日前"]


def test_wishes_of_other_peoples_pairs_stay_empty(cast: Cast, pair: Pair) -> None:
    AgendaItemFactory(meeting=held(pair, 10))

    assert queries.list_asked_topics(viewer=cast.hr, pair_ids=[pair.pk])[pair.pk].asked == ()


@pytest.mark.database
def test_we_ask_once_about_a_meeting_past_its_time(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW - DAY)

    asked = queries.list_needing_closing(viewer=cast.member, now=NOW, pair_id=pair.pk)
    operations.stop_asking(actor=cast.member, meeting_id=meeting.pk, now=NOW)

    assert [row.id for row in asked] == [meeting.pk]
    assert queries.list_needing_closing(viewer=cast.manager, now=NOW, pair_id=pair.pk) == []


@pytest.mark.database
def test_a_meeting_knows_which_one_it_is(cast: Cast, pair: Pair) -> None:
    first, second = held(pair, 20), held(pair, 10)
    coming = MeetingFactory(pair=pair)

    numbers = [queries.number_of(viewer=cast.member, meeting=one) for one in (first, second, coming)]

    assert numbers == [1, 2, 3]
    asked = [
        ask((NUMBER,), viewer=cast.member, now=NOW, today=NOW.date(), subject=one) for one in (first, second, coming)
    ]
    assert [found[NUMBER] or 0 for found in asked] == [0, 1, 2]


def test_a_meeting_comes_with_the_latest_before_it(cast: Cast, pair: Pair, django_assert_num_queries) -> None:
    first, second = held(pair, 20), held(pair, 10)
    coming, undated = MeetingFactory(pair=pair, starts_at=NOW), MeetingFactory(pair=pair, starts_at=None)
    held(PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor"), 5)

    with django_assert_num_queries(1):
        access_meeting_and_latest(viewer=cast.member, meeting_id=coming.pk)

    of = {
        one: access_meeting_and_latest(viewer=cast.member, meeting_id=one.pk)
        for one in (first, second, coming, undated)
    }
    assert [(meeting, latest) for meeting, latest in of.values()] == [
        (first, None),
        (second, first),
        (coming, second),
        (undated, second),
    ]
    with pytest.raises(Http404):
        access_meeting_and_latest(viewer=cast.colleague, meeting_id=coming.pk)


def test_the_latest_that_took_place_is_found_for_many_pairs_at_once(
    cast: Cast, pair: Pair, django_assert_num_queries
) -> None:
    held(pair, 20)
    latest = held(pair, 10)
    MeetingFactory(pair=pair, state=State.CANCELLED, starts_at=NOW - DAY)

    with django_assert_num_queries(1):
        found = queries.latest_by_pair(viewer=cast.member, pair_ids=[pair.pk], now=NOW)

    assert found[pair.pk].id == latest.pk


@pytest.mark.database
def test_a_condition_is_seen_by_the_other_only_where_it_is_shared(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair)
    operations.check_condition(actor=cast.member, meeting_id=meeting.pk, condition=2, now=NOW)
    meeting = operations.access_meeting(viewer=cast.manager, meeting_id=meeting.pk)

    before = queries.get_preparations(viewer=cast.manager, meeting=meeting, now=NOW)
    operations.share_condition(actor=cast.member, meeting_id=meeting.pk, shares=True, now=NOW)
    after = queries.get_preparations(viewer=cast.manager, meeting=meeting, now=NOW)

    assert before.partners.condition is None
    assert after.partners.condition is not None
    assert after.partners.condition.value == 2
    assert queries.get_preparations(viewer=cast.hr, meeting=meeting, now=NOW).partners.condition is None


def test_what_was_left_is_offered_for_the_next_time(cast: Cast, pair: Pair) -> None:
    past = held(pair, 10)
    AgendaItemFactory(meeting=past, title="済んだ話", state="talked")
    left = AgendaItemFactory(meeting=past, title="夜間対応の当番", state="left", comment="急がない")
    coming = MeetingFactory(pair=pair)

    offered = queries.list_left_items(viewer=cast.member, meeting=coming)
    for _ in range(2):
        item = operations.carry_item_over(actor=cast.member, meeting_id=coming.pk, item_id=left.pk, now=NOW)

    assert [one.label for one in offered] == ["夜間対応の当番"]
    assert list(coming.items.all()) == [item]
    assert (item.comment, item.carried_from, item.source) == ("急がない", left, f"item:{left.pk}")
