import datetime

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.factories import ActionItemFactory, PairFactory

from aizuchi.actions import operations, queries
from aizuchi.actions.models import ActionItem
from aizuchi.pairs.models import Pair

NOW = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)  # a Thursday
TODAY = datetime.date(2026, 6, 18)


def in_days(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def mentor_pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor")


def texts(actions: list[queries.ActionRow]) -> list[str]:
    return [action.text for action in actions]


@pytest.mark.database
def test_the_own_list_runs_over_all_pairs_by_day(cast: Cast, pair: Pair, mentor_pair: Pair) -> None:
    for days, chosen in [(-6, pair), (0, mentor_pair), (2, pair), (9, mentor_pair)]:
        ActionItemFactory(pair=chosen, due_on=in_days(days), text=str(days))
    ActionItemFactory(pair=pair, due_on=None, text="いつか")
    ActionItemFactory(pair=pair, owner=cast.manager, text="森川さんの")

    groups = queries.list_open_by_day(viewer=cast.member, now=NOW)

    assert [(group.heading, texts(group.actions)) for group in groups] == [
        ("今日", ["0"]),
        ("今週", ["2"]),
        ("そのあと", ["9"]),
        ("日を決めていないもの", ["いつか"]),
        ("日を決めなおせるもの", ["-6"]),
    ]


def test_the_own_list_can_be_told_apart_by_partner(cast: Cast, pair: Pair, mentor_pair: Pair) -> None:
    ActionItemFactory(pair=mentor_pair, due_on=in_days(1), text="先")
    ActionItemFactory(pair=pair, due_on=in_days(2), text="後")

    groups = queries.list_open_by_partner(viewer=cast.member, now=NOW)

    assert [(group.heading, texts(group.actions)) for group in groups] == [
        (cast.mentor.full_name, ["先"]),
        (cast.manager.full_name, ["後"]),
    ]


def test_days_gone_by_stand_after_what_comes_next(cast: Cast, pair: Pair) -> None:
    for days in (-6, 0, 5, 40):
        ActionItemFactory(pair=pair, due_on=in_days(days), text=str(days))

    near = queries.choose_due_soon(queries.list_near(viewer=cast.member, now=NOW))

    assert texts(near) == ["0", "5", "-6"]


def test_days_gone_by_never_crowd_out_what_comes_next(cast: Cast, pair: Pair) -> None:
    for days in (-9, -8, -7, -6, -5, -4, 1):
        ActionItemFactory(pair=pair, due_on=in_days(days), text=str(days))

    near = queries.choose_due_soon(queries.list_near(viewer=cast.member, now=NOW))

    assert texts(near) == ["1", "-5", "-4"]


@pytest.mark.database
def test_what_others_promised_stands_apart(cast: Cast, pair: Pair) -> None:
    ActionItemFactory(pair=pair, text="わたしの")
    ActionItemFactory(pair=pair, owner=cast.manager, text="森川さんの")

    awaited = queries.list_awaited(viewer=cast.member, now=NOW)

    assert [(action.text, action.may_finish) for action in awaited] == [("森川さんの", False)]


@pytest.mark.database
@pytest.mark.parametrize("who", ["hr", "executive", "administrator", "colleague", "stranger", "peer"])
def test_nobody_else_finds_a_promise(cast: Cast, pair: Pair, who: str) -> None:
    action = ActionItemFactory(pair=pair)
    outsider = getattr(cast, who)

    assert queries.get_pair_actions(viewer=outsider, pair_id=pair.pk, now=NOW).is_empty
    with pytest.raises(Http404):
        queries.get_action(viewer=outsider, action_id=action.pk, now=NOW)


def test_the_pair_sees_both_sides_and_what_was_kept_since(cast: Cast, pair: Pair) -> None:
    ActionItemFactory(pair=pair, text="わたしの")
    ActionItemFactory(pair=pair, owner=cast.manager, text="森川さんの")
    long_ago = NOW - datetime.timedelta(days=60)
    ActionItemFactory(pair=pair, text="むかし", state=ActionItem.State.DONE, done_at=long_ago)
    ActionItemFactory(pair=pair, text="さっき", state=ActionItem.State.DONE, done_at=NOW)

    actions = queries.get_pair_actions(
        viewer=cast.member, pair_id=pair.pk, now=NOW, with_done_since=NOW - datetime.timedelta(days=14)
    )

    assert (texts(actions.mine), texts(actions.theirs)) == (["わたしの", "さっき"], ["森川さんの"])


@pytest.mark.database
def test_finished_lately_tells_kept_from_dropped(cast: Cast, pair: Pair) -> None:
    kept, dropped = ActionItemFactory(pair=pair), ActionItemFactory(pair=pair)
    operations.mark_done(actor=cast.member, action_id=kept.pk, now=NOW)
    operations.drop(actor=cast.member, action_id=dropped.pk, because="不要に", now=NOW)

    finished = {action.id: action for action in queries.list_finished_lately(viewer=cast.member, now=NOW)}

    assert finished[kept.pk].is_done
    assert finished[dropped.pk].dropped_because == "不要に"


def test_a_list_takes_one_query_however_long_it_is(cast: Cast, pair: Pair) -> None:
    ActionItemFactory.create_batch(12, pair=pair, due_on=in_days(1))

    with CaptureQueriesContext(
        connection,
    ) as captured:
        groups = queries.list_open_by_day(viewer=cast.member, now=NOW)
        [action.partner.short_name for group in groups for action in group.actions]

    assert len(captured) == 1


def test_promises_come_in_the_order_of_their_days_whenever_they_were_made(cast: Cast, pair: Pair) -> None:
    for days in (9, 3, 6):
        ActionItemFactory(pair=pair, due_on=in_days(days), text=str(days))

    near = queries.list_near(viewer=cast.member, now=NOW)
    [group] = queries.list_open_by_partner(viewer=cast.member, now=NOW)

    assert texts(near) == ["3", "6", "9"]
    assert texts(group.actions) == ["3", "6", "9"]
