"""What the addresses of this room answer: to whom, and what they say to a script and to a browser without one."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.item_fields import fingerprint

HTMX = {"HX-Request": "true"}
SOON = timezone.now().replace(second=0, microsecond=0) + datetime.timedelta(days=3)
OF_A_MEETING = ["cancel", "start", "end", "resume", "held", "not-held", "stop-asking", "condition", "reopen", "format"]
OF_AN_AGENDA = ["questions", "items", "own-words", "order", "carry-over"]
OF_AN_ITEM = ["remove", "restore", "up", "down", "response", "decider", "minutes", "comment", "talked", "current"]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.manager), starts_at=SOON)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return AgendaItemFactory(meeting=meeting, comment="ふたりだけの言葉")


def addresses(meeting: Meeting, item: AgendaItem) -> list[str]:
    of_meeting = [f"/meetings/{meeting.pk}/{name}" for name in [*OF_A_MEETING, *OF_AN_AGENDA]]
    return of_meeting + [f"/items/{item.pk}/{name}" for name in OF_AN_ITEM]


@pytest.mark.parametrize("role", ["hr", "executive", "administrator", "colleague", "stranger", "mentor"])
def test_for_everybody_but_the_two_nothing_is_there(
    cast: Cast, meeting: Meeting, item: AgendaItem, client_for, role: str
) -> None:
    client = client_for(getattr(cast, role))

    found = {address: client.post(address).status_code for address in addresses(meeting, item)}

    assert set(found.values()) == {404}, found
    assert client.get(f"/meetings/{meeting.pk}/move").status_code == 404
    assert client.get(f"/pairs/{meeting.pair_id}/schedule").status_code == 404


def test_nothing_changes_by_looking(cast: Cast, meeting: Meeting, item: AgendaItem, client_for) -> None:
    client = client_for(cast.member)

    assert {client.get(address).status_code for address in addresses(meeting, item)} == {405}


def test_a_script_is_not_given_the_sign_in_page_for_an_answer(meeting: Meeting, item: AgendaItem) -> None:
    address = f"/items/{item.pk}/comment"

    assert Client().post(address, headers=HTMX).status_code == 401
    assert Client().post(address).status_code == 302


def test_after_their_pair_ended_everything_is_refused(
    cast: Cast, meeting: Meeting, item: AgendaItem, client_for
) -> None:
    meeting.pair.until_on = timezone.localdate()
    meeting.pair.save()
    client = client_for(cast.member)

    found = {address: client.post(address, {"title": "x"}).status_code for address in addresses(meeting, item)}

    assert set(found.values()) == {403}, found


def test_a_script_hears_what_to_look_at_again(cast: Cast, item: AgendaItem, client_for) -> None:
    answer = client_for(cast.member).post(f"/items/{item.pk}/minutes", {f"minutes-{item.pk}": "10"}, headers=HTMX)

    assert (answer.status_code, answer["HX-Trigger"]) == (204, '{"live:agenda": {}}')


def test_what_was_taken_off_can_be_put_back_at_once(cast: Cast, item: AgendaItem, client_for) -> None:
    answer = client_for(cast.member).post(f"/items/{item.pk}/remove", headers=HTMX)

    assert f"/items/{item.pk}/restore" in answer.content.decode()


def test_a_refusal_is_a_sentence(cast: Cast, meeting: Meeting, client_for) -> None:
    client = client_for(cast.member)

    answer = client.post(f"/meetings/{meeting.pk}/own-words", {"own_words": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert "toast" in answer.content.decode()


def test_nobody_is_sent_to_a_foreign_place(cast: Cast, item: AgendaItem, client_for) -> None:
    answer = client_for(cast.member).post(f"/items/{item.pk}/up", {"next": "https://evil.example/"})

    assert answer["Location"].startswith("/meetings/")


def test_two_versions_of_a_comment_stand_side_by_side(cast: Cast, item: AgendaItem, client_for) -> None:
    form = {f"comment-{item.pk}": "わたしの窓", f"seen-{item.pk}": fingerprint("もっと前")}
    client, address = client_for(cast.member), f"/items/{item.pk}/comment"

    conflict = client.post(address, form, headers=HTMX)
    kept = client.post(address, form | {"overwrite": "1"}, headers=HTMX)

    assert (conflict.status_code, kept.status_code) == (409, 200)
    assert "ふたりだけの言葉" in conflict.content.decode()
    item.refresh_from_db()
    assert item.comment == "わたしの窓"


def local(moment: datetime.datetime) -> dict[str, str]:
    there = timezone.localtime(moment)
    return {"date": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}", "minutes": "30", "place_kind": "in_person"}


def test_a_meeting_is_moved_by_its_form(cast: Cast, meeting: Meeting, client_for) -> None:
    later = SOON + datetime.timedelta(days=1)
    form = local(later) | {"version": str(meeting.version), "place": "3階の窓ぎわ"}

    answer = client_for(cast.manager).post(f"/meetings/{meeting.pk}/move", form)

    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert (meeting.starts_at, meeting.place) == (later, "3階の窓ぎわ")


def test_a_refused_form_keeps_what_was_typed(cast: Cast, meeting: Meeting, client_for) -> None:
    form = {"date": "2020-02-31", "time": "25:00", "place_kind": "video", "video_url": "http://x", "version": "1"}

    answer = client_for(cast.member).post(f"/meetings/{meeting.pk}/move", form)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2020-02-31"' in page
    assert 'value="http://x"' in page


def test_a_stale_form_tells_who_changed_it(cast: Cast, meeting: Meeting, client_for) -> None:
    client_for(cast.manager).post(
        f"/meetings/{meeting.pk}/move", local(SOON + datetime.timedelta(days=1)) | {"version": "1"}
    )

    answer = client_for(cast.member).post(
        f"/meetings/{meeting.pk}/move", local(SOON + datetime.timedelta(days=2)) | {"version": "1"}
    )

    assert answer.status_code == 422
    assert cast.manager.short_name in answer.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_scheduling_form_is_there_in_both_languages(
    cast: Cast, meeting: Meeting, client_for, language: str
) -> None:
    cast.member.language = language
    cast.member.save()

    for address in (f"/pairs/{meeting.pair_id}/schedule", f"/meetings/{meeting.pk}/move"):
        assert client_for(cast.member).get(address).status_code == 200


def test_a_cancelled_date_is_restored_by_one_button(cast: Cast, meeting: Meeting, client_for) -> None:
    client = client_for(cast.member)
    client.post(f"/meetings/{meeting.pk}/cancel")
    cancelled = Meeting.objects.get(state="cancelled")

    client.post(f"/meetings/{cancelled.pk}/restore")

    meeting.refresh_from_db()
    assert meeting.starts_at == SOON
