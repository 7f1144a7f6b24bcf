"""From a mail: choose topics and move it, in one tap, without signing in and without showing an earlier word."""

import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory
from tests.scene import Scene

from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.quick_links import Purpose, make_quick_link

A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast)


def link_to(purpose: Purpose, scene: Scene, person=None) -> str:
    return urlsplit(make_quick_link(purpose, person=person or scene.cast.member, meeting=scene.meeting)).path


def test_topics_go_on_the_agenda_with_how_to_be_met(scene: Scene) -> None:
    sent = {"topic": [str(scene.topic.pk)], "response": str(scene.response.pk), "title": "夜勤のこと"}
    answer = Client().post(link_to(Purpose.TOPICS, scene), sent)

    assert answer.status_code == 200
    items = AgendaItem.objects.filter(meeting=scene.meeting, owner=scene.cast.member)
    assert {(item.topic, item.title, item.expected_response) for item in items} == {
        (scene.topic, "", scene.response),
        (None, "夜勤のこと", scene.response),
    }


@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_earlier_word_is_shown(scene: Scene, purpose: Purpose) -> None:
    AgendaItemFactory(meeting=scene.meeting, owner=scene.cast.member, title="転職のこと", comment="まだ秘密です")
    address = link_to(purpose, scene)

    pages = [Client().get(address), Client().post(address, {"title": "べつのこと", "starts_at": "???"})]
    assert all("転職" not in page.text and "秘密" not in page.text for page in pages)


def test_looking_changes_nothing(scene: Scene) -> None:
    """Mail scanners open every link."""
    for purpose in Purpose:
        Client().get(link_to(purpose, scene))

    assert not AgendaItem.objects.exists()
    assert Meeting.objects.get(pk=scene.meeting.pk).version == scene.meeting.version


def test_one_tap_moves_it(scene: Scene) -> None:
    page = Client().get(link_to(Purpose.MOVE, scene))
    offered = page.context["offers"][0].starts_at

    answer = Client().post(link_to(Purpose.MOVE, scene), {"starts_at": offered.isoformat()})

    assert answer.status_code == 200
    moved = Meeting.objects.get(pk=scene.meeting.pk)
    assert (moved.starts_at, moved.edited_by) == (offered, scene.cast.member)
    assert f"{timezone.localtime(offered, ZoneInfo('Asia/Tokyo')):%-H:%M}" in answer.content.decode()  # it says when


def test_a_time_in_the_past_is_explained(scene: Scene) -> None:
    answer = Client().post(link_to(Purpose.MOVE, scene), {"starts_at": "2020-01-01T10:00"})

    assert answer.status_code == 422
    assert "もう過ぎています" in answer.text or "過ぎ" in answer.text


def test_a_link_is_good_for_one_thing_only(scene: Scene) -> None:
    token = link_to(Purpose.TOPICS, scene).rstrip("/").rpartition("/")[2]

    assert Client().get(f"/quick/move/{token}/").status_code == 404


def test_it_ends_when_the_1on1_begins(scene: Scene) -> None:
    address = link_to(Purpose.TOPICS, scene)
    with time_machine.travel(scene.meeting.starts_at + datetime.timedelta(minutes=1)):
        assert Client().post(address, {"title": "遅すぎ"}).status_code == 410

    assert not AgendaItem.objects.exists()


def test_it_ends_when_the_1on1_is_moved(scene: Scene) -> None:
    address = link_to(Purpose.MOVE, scene)
    assert Client().get(address).status_code == 200
    Meeting.objects.filter(pk=scene.meeting.pk).update(starts_at=scene.meeting.starts_at + A_DAY)

    assert Client().get(address).status_code == 410


def test_it_ends_with_the_pair_and_with_the_person(scene: Scene) -> None:
    address = link_to(Purpose.MOVE, scene)
    assert Client().get(address).status_code == 200
    scene.pair.until_on = timezone.localdate()
    scene.pair.save(update_fields=["until_on"])
    assert Client().get(address).status_code == 410

    scene.pair.until_on = None
    scene.pair.save(update_fields=["until_on"])
    scene.cast.member.left_on = timezone.localdate() - A_DAY
    scene.cast.member.save(update_fields=["left_on"])
    assert Client().get(address).status_code == 410


def test_somebody_elses_meeting_is_not_there(scene: Scene) -> None:
    """Even with our own signature: the link is opened with the rights of whom it names."""
    assert Client().get(link_to(Purpose.TOPICS, scene, scene.cast.colleague)).status_code == 410


def test_a_changed_link_is_not_followed(scene: Scene) -> None:
    assert Client().get(link_to(Purpose.TOPICS, scene).replace(":", "x:", 1)).status_code == 404
