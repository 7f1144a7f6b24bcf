import datetime
import uuid
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.growth.models import Spark
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.notes import operations as notes
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    two = [cast.member, cast.manager]
    circle = notes.make_circle(organization_id=cast.organization.pk, writers=two, now=timezone.now())
    return PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle, purpose="顔が浮かぶ相手でいたい。")


def hold(pair: Pair, *, days_ago: int, summary: str = "") -> Meeting:
    then = timezone.now() - datetime.timedelta(days=days_ago)
    meeting = MeetingFactory(pair=pair, state=Meeting.State.CLOSED, starts_at=then, started_at=then, closed_at=then)
    if summary:
        meeting.summary = notes.make_document(circle=pair.circle, now=then)
        meeting.save(update_fields=["summary"])
        notes.write_text(document_id=meeting.summary.pk, text=summary, actor=pair.mentee, now=then)
    return meeting


def page_of(client: Client, pair: Pair) -> str:
    answer = client.get(f"/pairs/{pair.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_two_find_what_they_share(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    meeting = hold(pair, days_ago=14, summary="意図まで知ると楽しい")
    AgendaItemFactory(meeting=meeting, title="夜間の当番", state=AgendaItem.State.LEFT)
    Spark.objects.create(
        pair=pair, meeting=meeting, text="まず5分", written_by=cast.member, created_at=meeting.starts_at
    )
    ActionItemFactory(pair=pair, text="手順書を直す")
    ActionItemFactory(pair=pair, owner=cast.manager, text="営業に紹介する")

    page = page_of(client_for(cast.member), pair)

    for words in (
        "顔が浮かぶ相手でいたい。",
        "意図まで知ると楽しい",
        "夜間の当番は、次回へ",
        "まず5分",
        "手順書を直す",
    ):
        assert words in page
    assert page.index("手順書を直す") < page.index("営業に紹介する")


def test_an_ended_pair_is_still_read(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    hold(pair, days_ago=14, summary="最後に話したこと")
    pair.until_on = timezone.localdate()
    pair.save(update_fields=["until_on"])

    page = page_of(client_for(cast.manager), pair)

    assert "これからも読めます" in page
    assert "最後に話したこと" in page
    assert "準備をする" not in page


@pytest.mark.database
def test_earlier_1on1s_come_when_asked_for(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    for number in range(7):
        hold(pair, days_ago=14 * (number + 1), summary=f"第{7 - number}回のまとめ")
    client = client_for(cast.member)
    page = page_of(client, pair)
    fifth = pair.meetings.order_by("-starts_at")[4].starts_at

    answer = client.get(f"/pairs/{pair.pk}/earlier/?before={quote(fifth.isoformat())}", headers={"HX-Request": "true"})

    assert "もっと前の2回" in page
    assert "skeletons" in page[page.index('id="earlier"') :]  # the shape of what is coming, while it is on its way
    assert "第2回のまとめ" not in page
    assert "第2回のまとめ" in answer.content.decode()
    assert "第3回のまとめ" not in answer.content.decode()


@pytest.mark.database
def test_without_scripts_earlier_1on1s_have_a_page(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    hold(pair, days_ago=14, summary="むかしのこと")

    page = client_for(cast.member).get(f"/pairs/{pair.pk}/earlier/?before={quote(timezone.now().isoformat())}")

    assert "<html" in page.content.decode()
    assert "むかしのこと" in page.content.decode()


@pytest.mark.parametrize("before", ["", "yesterday", "2026-13-01"])
def test_a_moment_that_is_none_is_not_found(cast: Cast, pair: Pair, client_for: SignIn, before: str) -> None:
    assert client_for(cast.member).get(f"/pairs/{pair.pk}/earlier/", {"before": before}).status_code == 404


def test_a_pair_that_does_not_exist_is_not_found(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.member).get(f"/pairs/{uuid.uuid4()}/").status_code == 404


def test_a_pair_page_is_only_looked_at(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    assert client_for(cast.member).post(f"/pairs/{pair.pk}/").status_code == 405


def test_a_pair_page_takes_as_many_queries_for_a_long_history(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    client = client_for(cast.member)
    AgendaItemFactory(meeting=hold(pair, days_ago=7, summary="まとめ"))
    page_of(client, pair)
    few = count_queries(client, pair)

    for number in range(2, 12):
        AgendaItemFactory.create_batch(2, meeting=hold(pair, days_ago=14 * number, summary="まとめ"))
    ActionItemFactory.create_batch(5, pair=pair)

    assert count_queries(client, pair) == few
    assert few <= 29


def count_queries(client: Client, pair: Pair) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(client, pair)
    return len(captured)


def test_a_1on1_without_a_summary_is_told_by_its_topics(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    """ "No summary was written" read as a reproach to two people who had talked."""
    meeting = hold(pair, days_ago=14)
    AgendaItemFactory(meeting=meeting, title="夜間の当番")
    AgendaItemFactory(meeting=meeting, title="席替え")
    hold(pair, days_ago=28)

    page = page_of(client_for(cast.manager), pair)

    assert "まとめは書かれていません" not in page
    assert ">夜間の当番、席替え</a>" in page
    assert page.count("席替え") == 1
    assert ">メモのない1on1</a>" in page


def test_words_are_a_story_of_which_the_latest_stand_open(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    for number in range(5):
        meeting = hold(pair, days_ago=14 * (number + 1))
        outcome = {"outcome": "kept", "outcome_at": meeting.starts_at} if number else {}
        Spark.objects.create(
            pair=pair,
            meeting=meeting,
            text=f"ことば{number}",
            written_by=cast.member,
            created_at=meeting.starts_at,
            **outcome,
        )

    page = page_of(client_for(cast.member), pair)

    folded = page.index("strands-earlier")
    assert page.index("試しているところ") < page.index("ことば2") < folded < page.index("ことば3")
    assert "これより前の2件" in page


def test_the_question_of_the_mail_stands_on_the_page_it_leads_to(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    """ "Answer in one tap" led to a page that did not ask."""
    meeting = MeetingFactory(pair=pair, starts_at=timezone.now() - datetime.timedelta(days=1))
    other = PairFactory(mentee=cast.peer, mentor=cast.manager, kind="mentor")
    elsewhere = MeetingFactory(pair=other, starts_at=timezone.now() - datetime.timedelta(days=1))

    page = page_of(client_for(cast.manager), pair)

    assert "開かれましたか。" in page
    assert f'action="/meetings/{meeting.pk}/held"' in page
    assert str(elsewhere.pk) not in page
