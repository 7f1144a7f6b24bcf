import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.catalogue.operations.install import install_catalogue
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.operations.item_fields import fingerprint

OUTSIDERS = ["hr", "executive", "administrator", "colleague", "stranger", "mentor"]
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    install_catalogue(organization_id=cast.organization.pk)
    return MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.manager))


def address(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/prepare/"


def topic(cast: Cast, key: str = "career") -> Topic:
    return Topic.objects.get(organization=cast.organization, key=key)


def response(cast: Cast, key: str = "together") -> ExpectedResponse:
    return ExpectedResponse.objects.get(organization=cast.organization, key=key)


def test_the_mentee_is_asked_what_and_how(cast: Cast, meeting: Meeting, client_for) -> None:
    AgendaItemFactory(meeting=meeting, topic=topic(cast), title="")

    page = client_for(cast.member).get(address(meeting)).content.decode()

    assert "今後のキャリア" in page
    assert f'name="response-{meeting.items.get().pk}"' in page
    assert "condition" in page


def test_the_mentor_sees_the_wish_and_cannot_choose_it(cast: Cast, meeting: Meeting, client_for) -> None:
    item = AgendaItemFactory(meeting=meeting, topic=topic(cast), title="", expected_response=response(cast))

    page = client_for(cast.manager).get(address(meeting)).content.decode()

    assert response(cast).label_ja in page
    assert f'name="response-{item.pk}"' not in page
    assert 'name="condition"' not in page


@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_everybody_else_the_page_does_not_exist(cast: Cast, meeting: Meeting, client_for, role: str) -> None:
    client = client_for(getattr(cast, role))

    assert client.get(address(meeting)).status_code == 404
    assert client.post(address(meeting), {"own_words": "x"}).status_code == 404
    assert not meeting.items.exists()


def test_whoever_is_not_signed_in_is_sent_to_sign_in(meeting: Meeting) -> None:
    assert Client().get(address(meeting)).status_code == 302
    assert Client().get(address(meeting), headers={"HX-Request": "true"}).status_code == 401


def test_a_meeting_that_is_not_there(cast: Cast, client_for) -> None:
    assert client_for(cast.member).get(f"/meetings/{uuid.uuid4()}/prepare/").status_code == 404
    assert client_for(cast.member).get("/meetings/nonsense/prepare/").status_code == 404


def test_after_their_pair_ended_both_read_and_neither_writes(cast: Cast, meeting: Meeting, client_for) -> None:
    AgendaItemFactory(meeting=meeting, title="まだ読める")
    meeting.pair.until_on = timezone.localdate()
    meeting.pair.save()
    client = client_for(cast.member)

    page = client.get(address(meeting))

    assert "まだ読める" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert client.post(address(meeting), {"own_words": "x"}).status_code == 403


def test_without_scripts_the_whole_form_is_kept_at_once(cast: Cast, meeting: Meeting, client_for) -> None:
    item = AgendaItemFactory(meeting=meeting, title="新人の育て方")
    client = client_for(cast.member)

    answer = client.post(
        address(meeting),
        {
            "chip": f"topic:{topic(cast).pk}",
            "own_words": "在宅の日の過ごし方",
            f"response-{item.pk}": str(response(cast).pk),
            f"comment-{item.pk}": "一緒に考えてください",
            f"seen-{item.pk}": fingerprint(""),
            f"decider-{item.pk}": "unclear",
            f"minutes-{item.pk}": "15",
            "condition": "4",
            "share_condition": "1",
            "action": "save",
        },
    )

    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.comment, item.decider, item.minutes) == ("一緒に考えてください", "unclear", 15)
    assert item.expected_response == response(cast)
    assert {one.label for one in meeting.items.present()} == {"新人の育て方", "今後のキャリア", "在宅の日の過ごし方"}
    mine = Preparation.objects.get(person=cast.member)
    assert (mine.condition, mine.shares_condition, mine.finished_at) == (4, True, None)


def test_a_stale_form_takes_nothing_back_that_happened_meanwhile(cast: Cast, meeting: Meeting, client_for) -> None:
    item = AgendaItemFactory(meeting=meeting, topic=topic(cast), title="", expected_response=response(cast))

    stale = {f"response-{item.pk}": "", f"was_response-{item.pk}": "", "action": "save"}
    client_for(cast.member).post(address(meeting), stale)

    item.refresh_from_db()
    assert (item.expected_response, item.removed_at) == (response(cast), None)


def test_a_comment_that_changed_elsewhere_is_shown_beside_what_was_typed(
    cast: Cast, meeting: Meeting, client_for
) -> None:
    item = AgendaItemFactory(meeting=meeting, comment="別の窓で書いた")
    form = {f"comment-{item.pk}": "この窓で書いた", f"seen-{item.pk}": fingerprint("はじめの文"), "action": "save"}

    answer = client_for(cast.member).post(address(meeting), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "この窓で書いた" in page
    assert "別の窓で書いた" in page
    item.refresh_from_db()
    assert item.comment == "別の窓で書いた"


def test_finishing_says_so_and_leads_home(cast: Cast, meeting: Meeting, client_for) -> None:
    answer = client_for(cast.member).post(address(meeting), {"action": "finish"})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Preparation.objects.get(person=cast.member).finished_at is not None


def test_html_in_every_field_stays_text(cast: Cast, meeting: Meeting, client_for) -> None:
    AgendaItemFactory(meeting=meeting, title=SCRIPT, comment=f"</textarea>{SCRIPT}", state="left")
    ActionItemFactory(pair=meeting.pair, owner=cast.member, text=SCRIPT)
    meeting.pre_questions.create(asked_by=cast.manager, text=SCRIPT, created_at=timezone.now())

    page = client_for(cast.member).get(address(meeting)).content.decode()

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 4


def test_promises_and_words_can_be_carried_over_and_taken_off(cast: Cast, meeting: Meeting, client_for) -> None:
    action = ActionItemFactory(pair=meeting.pair, owner=cast.member, text="手順書の3章を書き直す")
    client, value = client_for(cast.member), f"action:{action.pk}"
    form = {"carry": value, "carry_title": f"{value}=手順書の3章を書き直す", "action": "save"}

    client.post(address(meeting), form)
    item = meeting.items.get()
    assert (item.title, item.source) == ("手順書の3章を書き直す", value)

    client.post(address(meeting), {"was_carry": f"{value}={item.pk}", "action": "save"})
    assert not meeting.items.present().exists()


def test_a_condition_is_not_shown_to_the_other_unless_shared(cast: Cast, meeting: Meeting, client_for) -> None:
    client_for(cast.member).post(address(meeting), {"condition": "1", "action": "save"})

    assert "つらい" not in client_for(cast.manager).get(address(meeting)).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_agenda(
    cast: Cast, meeting: Meeting, client_for, django_assert_max_num_queries
) -> None:
    client = client_for(cast.member)
    for number in range(8):
        AgendaItemFactory(meeting=meeting, topic=topic(cast), title=f"その{number}")
    client.get(address(meeting))

    with django_assert_max_num_queries(19):
        client.get(address(meeting))


def test_a_next_1on1_can_be_prepared_at_any_time(cast: Cast, meeting: Meeting, client_for) -> None:
    answer = client_for(cast.member).get(f"/pairs/{meeting.pair_id}/next/")

    assert answer["Location"] == address(meeting)


def test_something_typed_is_kept_also_after_the_1on1_started(cast: Cast, meeting: Meeting, client_for) -> None:
    now = timezone.now()
    item = AgendaItemFactory(meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(
        state="held", starts_at=now, started_at=now - datetime.timedelta(minutes=3)
    )

    answer = client_for(cast.member).post(
        f"/items/{item.pk}/comment",
        {f"comment-{item.pk}": "書きかけ", f"seen-{item.pk}": fingerprint("")},
        headers={"HX-Request": "true"},
    )

    item.refresh_from_db()
    assert (answer.status_code, item.comment) == (200, "書きかけ")
    assert fingerprint("書きかけ") in answer.content.decode()


def test_a_date_taken_off_can_be_put_back_from_here(cast: Cast, meeting: Meeting, client_for) -> None:
    starts_at = timezone.now() + datetime.timedelta(days=2)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts_at)
    client = client_for(cast.member)
    client.post(f"/meetings/{meeting.pk}/cancel")
    cancelled = Meeting.objects.get(state="cancelled")

    assert f"/meetings/{cancelled.pk}/restore" in client.get(address(meeting)).content.decode()
    answer = client.post(f"/meetings/{cancelled.pk}/restore", {"next": address(meeting)})

    assert answer["Location"] == address(meeting)
    meeting.refresh_from_db()
    assert meeting.starts_at == starts_at
    assert "/restore" not in client.get(address(meeting)).content.decode()


def test_a_peer_is_not_asked_how_the_others_topic_is_to_be_met(cast: Cast, client_for) -> None:
    install_catalogue(organization_id=cast.organization.pk)
    meeting = MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.peer, kind="peer"))
    AgendaItemFactory(meeting=meeting, owner=cast.peer, title="設計の迷い", expected_response=response(cast))

    page = client_for(cast.member).get(address(meeting)).content.decode()

    preview = page[page.index('id="prepare-preview"') :]
    assert page.index("三宅さんが話したいこと") < page.index("設計の迷い")
    assert "設計の迷い" not in preview
    assert "どれも、期待する対応がそろいました。" not in page
    assert "テーマを決めずに来ても大丈夫です。" in page
