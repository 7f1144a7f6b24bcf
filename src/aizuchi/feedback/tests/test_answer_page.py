import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory
from tests.scene import Scene

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, GroupSize
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import close_meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def pair(scene: Scene) -> Pair:
    return scene.pair


@pytest.fixture
def meeting(pair: Pair, topics: list[Topic], responses: list[ExpectedResponse]) -> Meeting:
    """Over, and not yet wrapped up; the member brought two topics."""
    then = timezone.now() - datetime.timedelta(minutes=40)
    meeting = MeetingFactory(pair=pair, state=Meeting.State.HELD, starts_at=then, started_at=then, ended_at=then)
    for topic, response in zip(topics[:2], responses[:2], strict=True):
        AgendaItemFactory(meeting=meeting, topic=topic, expected_response=response, title="")
    return meeting


@pytest.fixture
def eligibility(meeting: Meeting) -> Eligibility:
    close_meeting(actor=meeting.pair.mentee, meeting_id=meeting.pk, now=timezone.now())
    return Eligibility.objects.get()


def meets_many(mentor: Person, count: int) -> None:
    for _ in range(count):
        PairFactory(mentee=PersonFactory(organization=mentor.organization), mentor=mentor)


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_wrapping_up_leads_the_mentee_on_to_their_voice(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    client = client_for(cast.member)
    address = f"/meetings/{meeting.pk}/wrap-up/"
    assert "data-cell" not in page_of(client, address)

    answer = client.post(f"{address}close/")

    assert answer["Location"] == f"{address}#voice"
    page = page_of(client, address)
    assert page.count("data-cell") == 2
    assert "森川さんに、匿名で声を届けられます。" in page


def test_the_mentor_sees_nothing_of_it(
    cast: Cast, eligibility: Eligibility, meeting: Meeting, client_for: SignIn
) -> None:
    client = client_for(cast.manager)

    assert 'data-island="feedback_answer"' not in page_of(client, f"/meetings/{meeting.pk}/wrap-up/")
    assert "feedback_cards" not in page_of(client, "/")


def test_each_topic_is_asked_in_five_words_twice(cast: Cast, eligibility: Eligibility, client_for: SignIn) -> None:
    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert page.count("data-met") == page.count("data-moved") == 10
    for words in (
        "はい",
        "だいたい",
        "半々",
        "あまり",
        "いいえ",
        "ぐんと",
        "進んだ",
        "すこし",
        "これから",
        "迷いが増えた",
    ):
        assert f"<span>{words}</span>" in page


def test_nothing_on_the_page_can_send_an_answer_by_itself(
    cast: Cast, eligibility: Eligibility, client_for: SignIn
) -> None:
    """A form would send it unsealed, with a cookie, as soon as a script fails."""
    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert "<form" not in page
    assert "JavaScriptと安全な接続" in page
    assert (
        client_for(cast.member)
        .post(f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/", {"met-1": "5"})
        .status_code
        == 405
    )


def test_it_says_who_will_see_what_and_when(cast: Cast, eligibility: Eligibility, client_for: SignIn) -> None:
    meets_many(cast.manager, 2)

    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert "匿名（まとめて・3人以上）" in page
    assert "完全匿名" not in page
    assert "送ったあとは、だれにもさがしだせません。" in page
    assert "早ければ<strong>" in page
    assert "そろわなかった分は、封をしたまま、次の13週からの声を待ちます。長くて1年ほどです。" in page
    assert "ちょうど3人のときにひとことが、ちょうど5人のときに数が出ると、全員が答えたことは伝わります。" in page
    assert "めったにありません" in page


def test_who_was_asked_before_answers_waited_is_told_that_they_do_not(
    cast: Cast, eligibility: Eligibility, client_for: SignIn
) -> None:
    meets_many(cast.manager, 2)
    AnswerWindow.objects.update(may_wait=False)

    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert "そろわなかった分は、だれも読まないまま消します" in page
    assert "1年" not in page


def test_a_larger_group_is_told_where_the_organization_wants_it(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    GroupSize.objects.create(organization=cast.organization, k_band=4, k_mean=9)
    close_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())

    page = page_of(client_for(cast.member), f"/meetings/{meeting.pk}/wrap-up/")

    assert "匿名（まとめて・4人以上）" in page
    assert "ひとことは、9人以上が書いたときだけ" in page


@pytest.mark.parametrize(("others", "is_told"), [(1, True), (2, False)])
def test_below_three_people_it_says_that_nothing_will_be_shown(
    cast: Cast, eligibility: Eligibility, client_for: SignIn, others: int, is_told: bool
) -> None:
    meets_many(cast.manager, others)

    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert ("答えの中身はだれにも見せません" in page) is is_told
    assert ("早ければ<strong>" in page) is not is_told


def test_whoever_had_a_right_before_their_pair_ended_counts_too(
    cast: Cast, eligibility: Eligibility, client_for: SignIn
) -> None:
    """The release counts rights: two others could still be shown together with this answer."""
    meets_many(cast.manager, 2)
    ended = Pair.objects.filter(mentor=cast.manager).exclude(mentee=cast.member)
    for pair in ended:
        Eligibility.objects.create(window=eligibility.window, subject=cast.manager, person=pair.mentee)
    ended.delete()

    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert "答えの中身はだれにも見せません" not in page
    assert "見えないところでも" not in page_of(client_for(cast.manager), "/strengths/")


def test_home_invites_whoever_may_answer(cast: Cast, eligibility: Eligibility, client_for: SignIn) -> None:
    page = page_of(client_for(cast.member), "/")

    assert f'href="/feedback/{eligibility.window_id}/{eligibility.subject_id}/"' in page
    assert "あなたの声を待っています" in page


def test_when_the_time_is_over_it_says_so(cast: Cast, eligibility: Eligibility, client_for: SignIn) -> None:
    window = eligibility.window
    window.starts_on -= datetime.timedelta(days=28)
    window.ends_on -= datetime.timedelta(days=28)
    window.save(update_fields=["starts_on", "ends_on"])

    page = page_of(client_for(cast.member), f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    assert "受けつける期間は、終わりました" in page
    assert "data-cell" not in page


def test_the_page_takes_as_many_queries_for_many_topics(
    cast: Cast, eligibility: Eligibility, topics: list[Topic], responses: list[ExpectedResponse], client_for: SignIn
) -> None:
    client = client_for(cast.member)
    page_of(client, f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, f"/feedback/{eligibility.window_id}/{eligibility.subject_id}/")
        return len(captured)

    few = count()
    for topic in topics[3:7]:
        eligibility.cells.create(topic=topic, response=responses[2])
    meets_many(cast.manager, 5)

    assert count() == few <= 12
