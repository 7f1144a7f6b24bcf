import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory

from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


def hold(pair: Pair, *, days_ago: int) -> Meeting:
    then = timezone.now() - datetime.timedelta(days=days_ago)
    return MeetingFactory(pair=pair, state=Meeting.State.CLOSED, starts_at=then, started_at=then, closed_at=then)


def board_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/board/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def test_a_mentor_sees_what_each_asked_for_and_what_they_promised(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    AgendaItemFactory(meeting=hold(pair, days_ago=14), title="設計の進め方")
    ActionItemFactory(pair=pair, owner=cast.manager, text="営業に紹介する")
    ActionItemFactory(pair=pair, owner=cast.member, text="手順書を直す")

    page = board_of(client_for(cast.manager))

    assert "あなたが聞く側" in page
    assert "小野寺さんが期待した対応" in page
    assert "設計の進め方" in page
    assert "営業に紹介する" in page
    assert "手順書を直す" not in page


def test_whoever_waits_longest_can_stand_first(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    hold(pair, days_ago=3)
    waiting = PairFactory(mentee=cast.peer, mentor=cast.manager)
    hold(waiting, days_ago=40)
    MeetingFactory(pair=pair, starts_at=timezone.now() + datetime.timedelta(days=1))
    client = client_for(cast.manager)

    def order(page: str) -> bool:
        main = page[page.index("<main") :]
        return main.index(cast.member.full_name) < main.index(cast.peer.full_name)

    assert order(board_of(client))
    assert not order(board_of(client, "?by=wait"))


@pytest.mark.database
def test_the_condition_is_never_on_it(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=timezone.now() + datetime.timedelta(days=1))
    Preparation.objects.create(meeting=meeting, person=cast.member, condition=1, shares_condition=True)

    assert "つらい" not in board_of(client_for(cast.manager))


def test_peers_stand_apart(cast: Cast, client_for: SignIn) -> None:
    PairFactory(mentee=cast.member, mentor=cast.peer, kind="peer")

    assert "たがいに話す" in board_of(client_for(cast.member))


def test_pairs_that_ended_can_still_be_found(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    pair.until_on = timezone.localdate()
    pair.save(update_fields=["until_on"])

    page = board_of(client_for(cast.manager))

    assert "終わったペア" in page
    assert f"/pairs/{pair.pk}/" in page


def test_without_a_pair_it_explains_how_it_begins(cast: Cast, client_for: SignIn) -> None:
    assert "1on1は、ひとりの相手から始まります" in board_of(client_for(cast.colleague))


@pytest.mark.parametrize("who", ["hr", "executive", "administrator", "colleague", "stranger"])
def test_it_shows_nobody_elses_pairs(cast: Cast, pair: Pair, client_for: SignIn, who: str) -> None:
    AgendaItemFactory(meeting=hold(pair, days_ago=14), title="ふたりだけのこと")

    page = board_of(client_for(getattr(cast, who)))

    assert "ふたりだけのこと" not in page
    assert str(pair.pk) not in page


def test_a_board_is_only_looked_at(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.manager).post("/board/").status_code == 405


def test_a_board_takes_as_many_queries_for_many_pairs_as_for_one(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    client = client_for(cast.manager)
    AgendaItemFactory(meeting=hold(pair, days_ago=7))
    board_of(client)
    few = count_queries(client)

    for _number in range(9):
        another = PairFactory(mentee=PersonFactory(organization=cast.organization), mentor=cast.manager)
        for days in (7, 21, 35):
            AgendaItemFactory(meeting=hold(another, days_ago=days))
        ActionItemFactory(pair=another, owner=cast.manager)

    assert count_queries(client) == few
    assert few <= 26


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        board_of(client)
    return len(captured)
