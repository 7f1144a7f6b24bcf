import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.catalogue.models import Topic
from aizuchi.catalogue.operations.install import install_catalogue
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.notes.operations import make_circle, write_text
from aizuchi.pairs.models import Pair

OUTSIDERS = ["hr", "executive", "administrator", "colleague", "stranger", "mentor"]
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def pair(cast: Cast) -> Pair:
    install_catalogue(organization_id=cast.organization.pk)
    both = [cast.member, cast.manager]
    circle = make_circle(organization_id=cast.organization.pk, writers=both, now=timezone.now())
    return PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle)


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    now = timezone.now()
    return MeetingFactory(pair=pair, state="held", starts_at=now, started_at=now)


def address(meeting: Meeting) -> str:
    return f"/meetings/{meeting.pk}/session/"


def test_both_have_the_agenda_before_them(cast: Cast, meeting: Meeting, client_for) -> None:
    AgendaItemFactory(meeting=meeting, title="新人の育て方", comment="最近の悩みです")

    for person in (cast.member, cast.manager):
        page = client_for(person).get(address(meeting)).content.decode()
        assert "新人の育て方" in page
        assert "最近の悩みです" in page


def test_whoever_is_not_signed_in_is_sent_to_sign_in(meeting: Meeting) -> None:
    assert Client().get(address(meeting)).status_code == 302


def test_looking_is_all_this_address_is_for(cast: Cast, meeting: Meeting, client_for) -> None:
    assert client_for(cast.member).post(address(meeting)).status_code == 405


def test_a_meeting_that_is_not_there(cast: Cast, client_for) -> None:
    assert client_for(cast.member).get(f"/meetings/{uuid.uuid4()}/session/").status_code == 404


def test_a_private_note_is_drawn_for_its_author_alone(cast: Cast, meeting: Meeting, client_for) -> None:
    page = client_for(cast.member).get(address(meeting)).content.decode()
    made = client_for(cast.member).post(re.search(r'data-make="([^"]+)"', page)[1]).json()
    note = Preparation.objects.get(person=cast.member).private_note
    assert str(note.pk) == made["document"]
    write_text(document_id=note.pk, text="だれにも言わないこと", actor=cast.member, now=timezone.now())

    assert "だれにも言わないこと" in client_for(cast.member).get(address(meeting)).content.decode()
    page = client_for(cast.manager).get(address(meeting)).content.decode()
    assert "だれにも言わないこと" not in page
    assert str(note.pk) not in page


def test_what_is_ticked_off_folds_and_keeps_its_first_words(cast: Cast, meeting: Meeting, client_for) -> None:
    item = AgendaItemFactory(meeting=meeting, title="試験の進み")
    client = client_for(cast.member)
    client.get(address(meeting))
    item.refresh_from_db()
    write_text(document_id=item.note.pk, text="2日早く終わる見込み", actor=cast.member, now=timezone.now())

    client.post(f"/items/{item.pk}/talked")

    page = client.get(address(meeting)).content.decode()
    assert '<span class="note-block__sum">2日早く終わる見込み</span>' in page


def test_before_the_start_one_button_starts_it(cast: Cast, pair: Pair, client_for) -> None:
    meeting = MeetingFactory(pair=pair)
    client = client_for(cast.manager)
    assert f"/meetings/{meeting.pk}/start" in client.get(address(meeting)).content.decode()

    answer = client.post(f"/meetings/{meeting.pk}/start")

    assert answer["Location"] == address(meeting)
    page = client.get(address(meeting)).content.decode()
    assert f"/meetings/{meeting.pk}/end" in page
    assert "data-elapsed" in page


def test_after_the_end_the_way_leads_to_the_wrap_up(cast: Cast, meeting: Meeting, client_for) -> None:
    client = client_for(cast.member)

    answer = client.post(f"/meetings/{meeting.pk}/end")

    assert answer["Location"] == f"/meetings/{meeting.pk}/wrap-up/"
    page = client.get(address(meeting)).content.decode()
    assert f"/meetings/{meeting.pk}/resume" in page
    assert "data-elapsed" not in page


def test_after_the_pair_ended_the_room_can_be_read_and_nothing_can_be_done(
    cast: Cast, pair: Pair, meeting: Meeting, client_for
) -> None:
    AgendaItemFactory(meeting=meeting, title="まだ読める")
    pair.until_on = timezone.localdate()
    pair.save()

    page = client_for(cast.member).get(address(meeting)).content.decode()

    assert "まだ読める" in page
    assert "hx-post" not in page


def test_whoever_shares_their_screen_is_drawn_a_page_that_hides_what_is_private(
    cast: Cast, meeting: Meeting, client_for
) -> None:
    client = client_for(cast.member)
    client.cookies["sharing"] = "1"

    assert "is-sharing" in client.get(address(meeting)).content.decode()


def test_a_call_opens_in_a_window_of_its_own(cast: Cast, pair: Pair, client_for) -> None:
    meeting = MeetingFactory(pair=pair, place_kind="video", video_url="https://meet.example.jp/a?b=1&c=2")

    page = " ".join(client_for(cast.member).get(address(meeting)).content.decode().split())

    assert 'href="https://meet.example.jp/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer"' in page


def test_html_in_every_field_stays_text(cast: Cast, pair: Pair, meeting: Meeting, client_for) -> None:
    AgendaItemFactory(meeting=meeting, title=SCRIPT, comment=SCRIPT)
    ActionItemFactory(pair=pair, meeting=meeting, owner=cast.member, text=SCRIPT)

    page = client_for(cast.member).get(address(meeting)).content.decode()

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_room_speaks_both_languages(cast: Cast, meeting: Meeting, client_for, language: str) -> None:
    cast.member.language = language
    cast.member.save()

    page = client_for(cast.member).get(address(meeting)).content.decode()

    assert ("1on1を終了する" in page) is (language == "ja")


def test_the_number_of_queries_does_not_grow_with_the_agenda(
    cast: Cast, meeting: Meeting, client_for, django_assert_max_num_queries
) -> None:
    topic = Topic.objects.get(organization=cast.organization, key="career")
    for number in range(8):
        AgendaItemFactory(meeting=meeting, topic=topic, title=f"その{number}")
    client = client_for(cast.member)
    client.get(address(meeting))

    with django_assert_max_num_queries(13):
        client.get(address(meeting))


def test_a_todo_of_today_names_whose_it_is(cast: Cast, meeting: Meeting, client_for) -> None:
    ActionItemFactory(pair=meeting.pair, meeting=meeting, owner=cast.manager)
    read = f"/meetings/{meeting.pk}/session/actions/"

    assert cast.manager.short_name in read_owner(client_for(cast.member).get(read))
    assert "あなた" in read_owner(client_for(cast.manager).get(read))


def read_owner(response) -> str:
    return re.search(r'<span class="who">(.*?)</span>\s*<', response.content.decode(), re.DOTALL)[1]


def test_the_field_that_takes_a_line_of_a_note_stands_on_the_page(cast: Cast, meeting: Meeting, client_for) -> None:
    AgendaItemFactory(meeting=meeting, title="新人の育て方")
    page = client_for(cast.member).get(address(meeting)).content.decode()

    wanted = set(re.findall(r'data-action-input="#([^"]+)"', page))

    assert wanted
    assert wanted <= set(re.findall(r'\bid="([^"]+)"', page))
