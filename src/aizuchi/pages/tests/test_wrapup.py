import datetime
import uuid
from collections.abc import Callable

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
from aizuchi.notes.queries import read_document
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    two = [cast.member, cast.manager]
    circle = notes.make_circle(organization_id=cast.organization.pk, writers=two, now=timezone.now())
    return PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle, cadence="every_2_weeks")


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    then = timezone.now() - datetime.timedelta(minutes=40)
    ended = then + datetime.timedelta(minutes=31)
    return MeetingFactory(pair=pair, state=Meeting.State.HELD, starts_at=then, started_at=then, ended_at=ended)


@pytest.fixture
def following(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair)


def page_of(client: Client, meeting: Meeting) -> str:
    answer = client.get(f"/meetings/{meeting.pk}/wrap-up/")
    assert answer.status_code == 200
    return answer.content.decode()


def take_note(item: AgendaItem, text: str) -> None:
    item.note = notes.make_document(circle=item.meeting.pair.circle, now=timezone.now())
    item.save(update_fields=["note"])
    notes.write_text(document_id=item.note.pk, text=text, actor=item.owner, now=timezone.now())


def test_both_see_what_was_decided_and_can_change_it(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    ActionItemFactory(pair=meeting.pair, meeting=meeting, text="要件レビューに同席する")

    for person in (cast.member, cast.manager):
        page = page_of(client_for(person), meeting)

        assert "要件レビューに同席する</textarea>" in page
        assert "31分" in page


def test_a_line_stands_ready_where_nothing_was_decided_yet(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    assert page_of(client_for(cast.member), meeting).count('data-label="何を"') == 1


def test_it_asks_what_became_of_the_words_from_last_time(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    then = timezone.now() - datetime.timedelta(days=14)
    before = MeetingFactory(pair=meeting.pair, state=Meeting.State.CLOSED, starts_at=then, started_at=then)
    spark = Spark.objects.create(
        pair=meeting.pair, meeting=before, text="まず5分", written_by=cast.member, created_at=then
    )
    client = client_for(cast.member)

    client.post(f"/words/{spark.pk}/outcome/", {"outcome": "kept"})

    page = page_of(client, meeting)
    assert "まず5分" in page
    assert 'value="kept" checked' in page


def test_words_to_keep_in_mind_are_saved_as_typed(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    client = client_for(cast.member)

    answer = client.post(
        f"/words/of-meeting/{meeting.pk}/", {"text": "試験の観点に言いかえる"}, headers={"HX-Request": "true"}
    )

    assert "保存しました" in answer.content.decode()
    assert "試験の観点に言いかえる" in page_of(client_for(cast.manager), meeting)


def test_the_next_day_is_one_press_of_each_away(
    cast: Cast, meeting: Meeting, following: Meeting, client_for: SignIn
) -> None:
    member, manager = client_for(cast.member), client_for(cast.manager)
    moment = page_of(member, meeting).split('name="starts_at" value="')[1].split('"')[0]

    member.post(f"/meetings/{meeting.pk}/wrap-up/next/", {"starts_at": moment})

    following.refresh_from_db()
    assert following.starts_at is None
    assert "森川さんの返事を待っています" in page_of(member, meeting)
    assert "pick--other" in page_of(manager, meeting)
    assert f'name="starts_at" value="{moment}">' in page_of(manager, meeting).split("meet-mid")[1]

    answer = manager.post(
        f"/meetings/{meeting.pk}/wrap-up/next/", {"starts_at": moment}, headers={"HX-Request": "true"}
    )

    following.refresh_from_db()
    assert following.starts_at == datetime.datetime.fromisoformat(moment)
    assert "meet-mid--done" in answer.content.decode()
    assert "別の日時にする" in page_of(member, meeting)


def test_who_comes_second_hears_it_in_place(
    cast: Cast, meeting: Meeting, following: Meeting, client_for: SignIn
) -> None:
    client = client_for(cast.member)
    following.starts_at, following.edited_by = timezone.now() + datetime.timedelta(days=7), cast.manager
    following.save()
    wanted = (timezone.now() + datetime.timedelta(days=8)).isoformat()

    answer = client.post(f"/meetings/{meeting.pk}/wrap-up/next/", {"starts_at": wanted}, headers={"HX-Request": "true"})

    assert "森川さんがひと足先に" in answer.content.decode()
    assert meeting.pair.meetings.filter(state="planned").count() == 1


def test_a_day_gone_by_is_refused_with_a_sentence(
    cast: Cast, meeting: Meeting, following: Meeting, client_for: SignIn
) -> None:
    client = client_for(cast.member)

    answer = client.post(
        f"/meetings/{meeting.pk}/wrap-up/next/", {"starts_at": "2020-01-01T10:00:00+09:00"}, follow=True
    )

    following.refresh_from_db()
    assert following.starts_at is None
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("moment", ["", "tomorrow", "2026-02-30T10:00"])
def test_a_moment_that_is_none_is_not_found(cast: Cast, meeting: Meeting, client_for: SignIn, moment: str) -> None:
    answer = client_for(cast.member).post(f"/meetings/{meeting.pk}/wrap-up/next/", {"starts_at": moment})

    assert answer.status_code == 404


def test_the_mentee_drafts_the_summary_from_the_notes(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    item = AgendaItemFactory(meeting=meeting, title="キャリア")
    take_note(item, "要件を決める仕事に関心がある。\n三つの道を並べた。")
    client = client_for(cast.member)
    assert "メモから下書きする" in page_of(client, meeting)

    client.post(f"/meetings/{meeting.pk}/wrap-up/draft/")

    meeting.refresh_from_db()
    assert meeting.summary_id
    summary = read_document(meeting.summary_id, viewer=cast.manager)
    assert "キャリア：要件を決める仕事に関心がある。" in summary.text
    assert "三つの道" not in summary.text
    assert "メモから下書きする" not in page_of(client, meeting)


def test_the_mentor_leaves_the_first_draft_to_the_mentee(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    client = client_for(cast.manager)

    assert "メモから下書きする" not in page_of(client, meeting)
    assert client.post(f"/meetings/{meeting.pk}/wrap-up/draft/").status_code == 403


def test_closing_leads_to_what_was_kept(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    answer = client_for(cast.manager).post(f"/meetings/{meeting.pk}/wrap-up/close/", follow=True)

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CLOSED
    assert answer.redirect_chain[-1][0] == f"/meetings/{meeting.pk}/minutes/"


def test_after_closing_everything_can_still_be_changed(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    client = client_for(cast.member)
    client.post(f"/meetings/{meeting.pk}/wrap-up/close/")

    page = page_of(client, meeting)

    assert 'name="text"' in page
    assert "残して、終える" not in page


def test_after_the_pair_has_ended_it_is_only_read(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    ActionItemFactory(pair=meeting.pair, meeting=meeting, text="要件レビューに同席する")
    meeting.pair.until_on = timezone.localdate()
    meeting.pair.save(update_fields=["until_on"])
    client = client_for(cast.member)

    page = page_of(client, meeting)

    assert "要件レビューに同席する" in page
    assert "<textarea" not in page
    assert client.post(f"/meetings/{meeting.pk}/wrap-up/close/").status_code == 403


def test_what_has_not_begun_has_nothing_to_wrap_up(cast: Cast, following: Meeting, client_for: SignIn) -> None:
    answer = client_for(cast.member).get(f"/meetings/{following.pk}/wrap-up/")

    assert answer["Location"] == f"/meetings/{following.pk}/brief/"


def test_looking_closes_nothing(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    client = client_for(cast.member)

    for address in ("draft/", "close/"):
        assert client.get(f"/meetings/{meeting.pk}/wrap-up/{address}").status_code == 405
    assert client.get(f"/meetings/{uuid.uuid4()}/wrap-up/").status_code == 404


def test_a_wrap_up_takes_as_many_queries_for_a_long_history(
    cast: Cast, meeting: Meeting, following: Meeting, client_for: SignIn
) -> None:
    client = client_for(cast.member)
    ActionItemFactory(pair=meeting.pair, meeting=meeting)
    AgendaItemFactory(meeting=meeting)
    page_of(client, meeting)
    few = count_queries(client, meeting)

    ActionItemFactory.create_batch(6, pair=meeting.pair, meeting=meeting)
    for days in range(20, 200, 14):
        then = timezone.now() - datetime.timedelta(days=days)
        AgendaItemFactory(meeting=MeetingFactory(pair=meeting.pair, state="closed", starts_at=then, started_at=then))

    assert count_queries(client, meeting) == few
    assert few <= 28


def count_queries(client: Client, meeting: Meeting) -> int:
    with CaptureQueriesContext(connection) as captured:
        page_of(client, meeting)
    return len(captured)
