"""Far more actions than two people mean are not taken, and the sentence says what to do."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, PairFactory

from aizuchi.actions import operations
from aizuchi.actions.models import ActionItem
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


@pytest.fixture
def pair(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Pair:
    monkeypatch.setattr(operations, "MOST_OPEN", 3)
    monkeypatch.setattr(operations, "MOST_A_DAY", 5)
    monkeypatch.setattr(operations, "MOST_MOVES", 2)
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def action(pair: Pair, now: datetime.datetime) -> ActionItem:
    return operations.add_action(actor=pair.mentee, pair_id=pair.pk, owner_id=pair.mentee_id, text="読む", now=now)


def test_there_is_an_end_to_open_promises(pair: Pair) -> None:
    now = timezone.now()
    for days in range(3):
        action(pair, now - datetime.timedelta(days=10 + days))

    with pytest.raises(operations.TooManyActions):
        action(pair, now)


def test_there_is_an_end_to_promises_of_a_day_also_when_each_is_done_at_once(pair: Pair) -> None:
    now = timezone.now()
    for _ in range(5):
        operations.mark_done(actor=pair.mentee, action_id=action(pair, now).pk, now=now)

    with pytest.raises(operations.TooManyActions):
        action(pair, now)
    action(pair, now + datetime.timedelta(days=1, minutes=1))


def test_others_have_room_of_their_own(pair: Pair, cast: Cast) -> None:
    ActionItemFactory.create_batch(3, pair=pair, owner=pair.mentee)

    action(PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor"), timezone.now())


def test_the_page_says_so_and_keeps_what_was_typed(
    pair: Pair, cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    ActionItemFactory.create_batch(3, pair=pair, owner=pair.mentee)

    answer = client_for(cast.member).post(f"/actions/of-pair/{pair.pk}/", {"owner": cast.member.pk, "text": "もう一つ"})

    assert answer.status_code == 422
    assert "もう一つ" in answer.content.decode()
    assert "いくつか終える" in answer.content.decode()


def test_a_promise_is_not_moved_for_ever(pair: Pair, cast: Cast, client_for: Callable[[Person], Client]) -> None:
    action = ActionItemFactory(pair=pair, owner=pair.mentee, due_on=datetime.date(2031, 1, 1))
    for day in (2, 3):
        operations.move(actor=cast.member, action_id=action.pk, to_on=datetime.date(2031, 1, day), now=timezone.now())
    action.refresh_from_db()

    answer = client_for(cast.member).post(
        f"/actions/{action.pk}/edit/",
        {"owner": cast.member.pk, "text": "読む", "due_on": "2031-01-09", "version": action.version},
    )

    assert answer.status_code == 422
    assert "何度も" in answer.content.decode()
    action.refresh_from_db()
    assert action.due_on == datetime.date(2031, 1, 3)
