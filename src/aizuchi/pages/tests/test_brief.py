import datetime
import re
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory

from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.tests.blocks import find_response, find_topic, release
from aizuchi.growth.models import Spark
from aizuchi.meetings.models import AgendaItem, Meeting, Preparation, PreQuestion
from aizuchi.notes import operations as notes
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    two = [cast.member, cast.manager]
    circle = notes.make_circle(organization_id=cast.organization.pk, writers=two, now=timezone.now())
    return PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle)


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair, starts_at=timezone.now() + datetime.timedelta(hours=1))


@pytest.fixture
def latest(pair: Pair) -> Meeting:
    then = timezone.now() - datetime.timedelta(days=14)
    return MeetingFactory(pair=pair, state=Meeting.State.CLOSED, starts_at=then, started_at=then, closed_at=then)


def brief_of(client: Client, meeting: Meeting) -> str:
    answer = client.get(f"/meetings/{meeting.pk}/brief/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_wish_comes_before_everything_else(
    cast: Cast, meeting: Meeting, latest: Meeting, client_for: SignIn
) -> None:
    AgendaItemFactory(meeting=meeting, title="要件を決める仕事", comment="整理から付き合ってほしい")
    Spark.objects.create(
        pair=meeting.pair, meeting=latest, text="まず5分", written_by=cast.member, created_at=latest.starts_at
    )
    ActionItemFactory(pair=meeting.pair, text="手順書を直す")

    page = brief_of(client_for(cast.manager), meeting)

    assert "小野寺さんは、こう話したいそうです。" in page
    order = [page.index(words) for words in ("要件を決める仕事", "整理から付き合ってほしい", "まず5分", "手順書を直す")]
    assert order == sorted(order)


def test_the_mentee_sees_what_they_chose(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    AgendaItemFactory(meeting=meeting)

    assert "あなたは、こう話したいと伝えています。" in brief_of(client_for(cast.member), meeting)


def test_nothing_chosen_is_no_fault(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    assert "小野寺さんは、まだ選んでいません。" in brief_of(client_for(cast.manager), meeting)


def test_the_first_lines_of_the_latest_notes_come_back(
    cast: Cast, pair: Pair, meeting: Meeting, latest: Meeting, client_for: SignIn
) -> None:
    document = notes.make_document(circle=pair.circle, now=latest.starts_at)
    notes.write_text(document_id=document.pk, text="意図まで知ると楽しい", actor=cast.member, now=latest.starts_at)
    AgendaItemFactory(meeting=latest, note=document, state=AgendaItem.State.TALKED)
    AgendaItemFactory(meeting=latest, title="夜間の当番", state=AgendaItem.State.LEFT)

    page = brief_of(client_for(cast.manager), meeting)

    assert "意図まで知ると楽しい" in page
    assert "夜間の当番は、今回に持ち越し" in page


def test_the_condition_is_shown_only_where_it_is_shared(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    preparation = Preparation.objects.create(meeting=meeting, person=cast.member, condition=1)
    client = client_for(cast.manager)
    assert "いまの調子" not in brief_of(client, meeting)

    preparation.shares_condition = True
    preparation.save(update_fields=["shares_condition"])

    assert "いまの調子" in brief_of(client, meeting)


def test_questions_asked_beforehand_are_there(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    PreQuestion.objects.create(
        meeting=meeting, asked_by=cast.manager, text="手ごたえがあったのは", created_at=timezone.now()
    )

    assert "手ごたえがあったのは" in brief_of(client_for(cast.member), meeting)


@pytest.mark.database
def test_after_the_pair_has_ended_both_read_and_nobody_begins(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    meeting.pair.until_on = timezone.localdate()
    meeting.pair.save(update_fields=["until_on"])

    page = brief_of(client_for(cast.member), meeting)

    assert "1on1を始める" not in page
    assert "話したいことを" not in page


def test_a_brief_that_does_not_exist_is_not_found(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.member)

    assert client.get(f"/meetings/{uuid.uuid4()}/brief/").status_code == 404
    assert client.get("/meetings/nonsense/brief/").status_code == 404


def test_a_brief_is_only_looked_at(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    assert client_for(cast.member).post(f"/meetings/{meeting.pk}/brief/").status_code == 405


def test_a_brief_takes_as_many_queries_for_a_long_history_as_for_a_short_one(
    cast: Cast, meeting: Meeting, latest: Meeting, client_for: SignIn
) -> None:
    client = client_for(cast.manager)
    AgendaItemFactory(meeting=meeting)
    AgendaItemFactory(meeting=latest)
    brief_of(client, meeting)
    few = count_queries(client, meeting)

    for days in range(20, 200, 14):
        then = timezone.now() - datetime.timedelta(days=days)
        past = MeetingFactory(pair=meeting.pair, state="closed", starts_at=then, started_at=then, closed_at=then)
        AgendaItemFactory.create_batch(2, meeting=past)
    AgendaItemFactory.create_batch(5, meeting=meeting)
    ActionItemFactory.create_batch(9, pair=meeting.pair)

    assert count_queries(client, meeting) == few
    assert few <= 9


def count_queries(client: Client, meeting: Meeting) -> int:
    with CaptureQueriesContext(connection) as captured:
        brief_of(client, meeting)
    return len(captured)


def test_the_mentors_own_estimate_stands_beside_what_is_asked_for(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    release(cast.manager, {("career", "listen"): [0, 0, 0, 10, 90]})
    for colleague in PersonFactory.create_batch(3, organization=cast.organization):
        release(colleague, {("career", "listen"): [2, 10, 10, 5, 2]})
    sum_up_strengths(organization=cast.organization, now=timezone.now())
    wish = {"topic": find_topic(cast.manager, "career"), "expected_response": find_response(cast.manager, "listen")}
    AgendaItemFactory(meeting=meeting, title="", **wish)

    assert "得意なほう。あなたは" in brief_of(client_for(cast.manager), meeting)
    assert "得意なほう" not in brief_of(client_for(cast.member), meeting)


def test_estimates_take_the_same_number_of_queries_for_one_topic_and_for_four(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    release(cast.manager, {("career", "listen"): [0, 0, 1, 3, 2], "listen": [0, 0, 0, 4, 1]})
    sum_up_strengths(organization=cast.organization, now=timezone.now())
    client = client_for(cast.manager)

    def count(items: int) -> int:
        for number in range(items):
            wish = {"topic": find_topic(cast.manager, f"topic{number}"), "expected_response": listen}
            AgendaItemFactory(meeting=meeting, title="", **wish)
        with CaptureQueriesContext(connection) as queries:
            brief_of(client, meeting)
        return len(queries)

    listen = find_response(cast.manager, "listen")
    brief_of(client, meeting)
    assert count(1) == count(3)


def test_long_words_fold_with_a_way_to_read_them_and_short_ones_are_never_cut(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    listen = find_response(cast.manager, "listen")
    AgendaItemFactory(meeting=meeting, comment="短く。", expected_response=listen)
    client = client_for(cast.manager)
    assert "ぜんぶ読む" not in brief_of(client, meeting)

    AgendaItemFactory(meeting=meeting, comment="長い話です。" * 30 + "最後のことば", expected_response=listen)

    page = brief_of(client, meeting)
    assert page.count("ぜんぶ読む") == 1
    assert "最後のことば" in page


def test_topics_without_a_response_share_one_line_unless_there_are_words(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    AgendaItemFactory(meeting=meeting, title="夜間の当番", minutes=5)
    AgendaItemFactory(meeting=meeting, title="席替え")
    AgendaItemFactory(meeting=meeting, title="休み方", comment="聞いてほしいことがあります。")

    page = brief_of(client_for(cast.manager), meeting)

    (rest,) = re.findall(r'<li class="bm__rest">.*?</li>', page, re.DOTALL)
    assert "夜間の当番" in rest
    assert "席替え" in rest
    assert "休み方" not in rest
    assert "聞いてほしいことがあります。" in page


@pytest.mark.database
def test_every_estimate_stands_under_a_heading_with_its_unit(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    release(cast.manager, {"listen": [0, 2, 10, 6, 2]})
    sum_up_strengths(organization=cast.organization, now=timezone.now())
    AgendaItemFactory(meeting=meeting, expected_response=find_response(cast.manager, "listen"))

    page = brief_of(client_for(cast.manager), meeting)

    (heads,) = re.findall(r'<p class="bm__heads".*?</p>', page, re.DOTALL)
    assert "期待どおりだったか" in heads
    assert "0 いいえ – 100 はい" in heads
    for estimate in re.findall(r'<div class="bm__est.*?</div>', page, re.DOTALL):
        assert "0 いいえ – 100 はい" in estimate


@pytest.mark.database
def test_the_brief_calls_a_response_what_the_page_of_strengths_calls_it(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    release(cast.manager, {"together": [6, 8, 4, 2, 0]})
    for colleague in PersonFactory.create_batch(3, organization=cast.organization):
        release(colleague, {"together": [0, 2, 10, 6, 2]})
    sum_up_strengths(organization=cast.organization, now=timezone.now())
    wish = {"topic": find_topic(cast.manager, "career"), "expected_response": find_response(cast.manager, "together")}
    AgendaItemFactory(meeting=meeting, title="", **wish)
    client = client_for(cast.manager)

    assert '<strong class="lean lean--low">苦手なほう</strong>' in brief_of(client, meeting)
    assert '<strong class="lean lean--low">苦手なほう</strong>' in client.get("/strengths/").content.decode()
