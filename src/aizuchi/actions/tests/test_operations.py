import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast
from tests.factories import ActionItemFactory, MeetingFactory, PairFactory

from aizuchi.actions import operations
from aizuchi.actions.models import ActionItem
from aizuchi.kernel.refusals import Stale
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair

NOW = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 6, 18)
JULY = datetime.date(2026, 7, 1)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def action(pair: Pair) -> ActionItem:
    return ActionItemFactory(pair=pair, owner=pair.mentee, due_on=TODAY)


def end(pair: Pair) -> None:
    pair.until_on = TODAY
    pair.save(update_fields=["until_on"])


def test_either_of_the_two_writes_down_what_the_other_will_do(cast: Cast, pair: Pair) -> None:
    action = operations.add_action(
        actor=cast.member,
        pair_id=pair.pk,
        owner_id=cast.manager.pk,
        text=" 営業の担当者に紹介する ",
        support="",
        due_on=JULY,
        now=NOW,
    )

    assert (action.owner, action.text, action.due_on) == (cast.manager, "営業の担当者に紹介する", JULY)


@pytest.mark.parametrize("who", ["hr", "executive", "administrator", "colleague", "stranger", "peer"])
def test_nobody_else_finds_the_pair_or_the_promise(cast: Cast, pair: Pair, action: ActionItem, who: str) -> None:
    outsider = getattr(cast, who)

    with pytest.raises(Http404):
        operations.add_action(actor=outsider, pair_id=pair.pk, owner_id=cast.member.pk, text="x", now=NOW)
    with pytest.raises(Http404):
        operations.mark_done(actor=outsider, action_id=action.pk, now=NOW)


def test_nobody_promises_for_a_third_person(cast: Cast, pair: Pair) -> None:
    with pytest.raises(operations.NotOneOfTheTwo):
        operations.add_action(actor=cast.member, pair_id=pair.pk, owner_id=cast.peer.pk, text="書く", now=NOW)


def test_a_promise_needs_words(cast: Cast, pair: Pair) -> None:
    with pytest.raises(operations.NothingSaid):
        operations.add_action(actor=cast.member, pair_id=pair.pk, owner_id=cast.member.pk, text=" \n", now=NOW)


def test_nothing_is_promised_for_a_day_that_is_over(cast: Cast, pair: Pair, action: ActionItem) -> None:
    yesterday = TODAY - datetime.timedelta(days=1)

    with pytest.raises(operations.DayIsPast):
        operations.add_action(
            actor=cast.member, pair_id=pair.pk, owner_id=cast.member.pk, text="x", due_on=yesterday, now=NOW
        )
    with pytest.raises(operations.DayIsPast):
        operations.move(actor=cast.member, action_id=action.pk, to_on=yesterday, now=NOW)


def test_a_day_that_has_passed_meanwhile_hinders_no_other_change(cast: Cast, action: ActionItem) -> None:
    told = {"owner_id": action.owner_id, "text": "言い直した", "support": "", "due_on": action.due_on}

    later = operations.edit(
        actor=cast.member, action_id=action.pk, version=action.version, now=NOW + datetime.timedelta(days=3), **told
    )

    assert (later.text, later.due_on) == ("言い直した", TODAY)


def test_a_meeting_of_another_pair_cannot_be_named(cast: Cast, pair: Pair) -> None:
    elsewhere = MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor"))

    with pytest.raises(Http404):
        operations.add_action(
            actor=cast.member,
            pair_id=pair.pk,
            owner_id=cast.member.pk,
            text="書く",
            meeting_id=elsewhere.pk,
            now=NOW,
        )


def test_moving_keeps_where_it_came_from(cast: Cast, action: ActionItem) -> None:
    operations.move(actor=cast.manager, action_id=action.pk, to_on=JULY, now=NOW)

    action.refresh_from_db()
    move = action.moves.get()
    assert action.due_on == JULY
    assert (move.from_on, move.to_on, move.moved_by, move.at) == (TODAY, JULY, cast.manager, NOW)


def test_moving_to_the_same_day_is_no_move(cast: Cast, action: ActionItem) -> None:
    operations.move(actor=cast.member, action_id=action.pk, to_on=TODAY, now=NOW)

    assert not action.moves.exists()


def test_only_the_one_who_promised_says_it_is_done(cast: Cast, action: ActionItem) -> None:
    with pytest.raises(PermissionDenied):
        operations.mark_done(actor=cast.manager, action_id=action.pk, now=NOW)

    operations.mark_done(actor=cast.member, action_id=action.pk, now=NOW)

    action.refresh_from_db()
    assert (action.state, action.done_at) == (ActionItem.State.DONE, NOW)


def test_done_is_taken_back_without_a_trace(cast: Cast, action: ActionItem) -> None:
    operations.mark_done(actor=cast.member, action_id=action.pk, now=NOW)

    operations.reopen(actor=cast.member, action_id=action.pk, now=NOW)

    action.refresh_from_db()
    assert (action.state, action.done_at) == (ActionItem.State.OPEN, None)


def test_dropping_keeps_the_word_why_until_it_is_taken_back(cast: Cast, action: ActionItem) -> None:
    operations.drop(actor=cast.member, action_id=action.pk, because="方針が変わったので", now=NOW)
    action.refresh_from_db()
    assert (action.state, action.dropped_because) == (ActionItem.State.DROPPED, "方針が変わったので")

    operations.reopen(actor=cast.member, action_id=action.pk, now=NOW)

    action.refresh_from_db()
    assert (action.state, action.dropped_because, action.dropped_at) == (ActionItem.State.OPEN, "", None)


def edit(action: ActionItem, **changes: object) -> ActionItem:
    values = {"owner_id": action.owner_id, "text": action.text, "support": "", "due_on": action.due_on, "version": 1}
    return operations.edit(action_id=action.pk, now=NOW, **{**values, **changes})


def test_both_reword_what_they_agreed(cast: Cast, action: ActionItem) -> None:
    edit(action, actor=cast.manager, text="二枚にまとめる", support="雛形を渡す", due_on=JULY)

    action.refresh_from_db()
    assert (action.text, action.support, action.due_on, action.version) == ("二枚にまとめる", "雛形を渡す", JULY, 2)
    assert action.moves.get().to_on == JULY


def test_a_line_the_other_changed_meanwhile_is_not_overwritten(cast: Cast, action: ActionItem) -> None:
    edit(action, actor=cast.manager, text="二枚にまとめる")

    with pytest.raises(Stale):
        edit(action, actor=cast.member, text="三枚にまとめる")

    action.refresh_from_db()
    assert action.text == "二枚にまとめる"


def test_a_kept_promise_is_not_reworded(cast: Cast, action: ActionItem) -> None:
    operations.mark_done(actor=cast.member, action_id=action.pk, now=NOW)

    with pytest.raises(PermissionDenied):
        edit(action, actor=cast.member, version=2, text="べつのこと")


def test_after_the_pair_has_ended_one_ticks_what_is_ones_own_and_changes_nothing_else(
    cast: Cast, pair: Pair, action: ActionItem
) -> None:
    end(pair)

    with pytest.raises(PermissionDenied):
        operations.add_action(actor=cast.member, pair_id=pair.pk, owner_id=cast.member.pk, text="書く", now=NOW)
    with pytest.raises(PermissionDenied):
        operations.move(actor=cast.member, action_id=action.pk, to_on=JULY, now=NOW)
    with pytest.raises(PermissionDenied):
        operations.mark_done(actor=cast.manager, action_id=action.pk, now=NOW)
    operations.mark_done(actor=cast.member, action_id=action.pk, now=NOW)

    action.refresh_from_db()
    assert action.state == ActionItem.State.DONE


def test_a_line_written_by_mistake_goes_while_its_meeting_is_not_closed(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, state=Meeting.State.HELD, starts_at=NOW, started_at=NOW)
    action = ActionItemFactory(pair=pair, meeting=meeting)

    operations.take_away(actor=cast.manager, action_id=action.pk, now=NOW)

    assert not ActionItem.objects.filter(pk=action.pk).exists()


def test_what_a_closed_meeting_promised_is_dropped_not_taken_away(cast: Cast, pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair, state=Meeting.State.CLOSED, starts_at=NOW, started_at=NOW, closed_at=NOW)
    action = ActionItemFactory(pair=pair, meeting=meeting)

    with pytest.raises(PermissionDenied):
        operations.take_away(actor=cast.member, action_id=action.pk, now=NOW)


def test_a_promise_that_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(Http404):
        operations.reopen(actor=cast.member, action_id=uuid.uuid4(), now=NOW)
