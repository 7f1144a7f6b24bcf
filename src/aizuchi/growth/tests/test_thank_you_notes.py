import datetime
from collections.abc import Callable
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.damage import damage
from tests.factories import MeetingFactory, PairFactory

from aizuchi.growth import operations, queries
from aizuchi.growth.models import ThankYouNote
from aizuchi.kernel import keys, live
from aizuchi.kernel.models import DataKey, OrganizationKey
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]
NOW = timezone.now()
WORDS = "先に話を聞いてもらえて、楽になりました。"


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    return hold(pair, days_ago=0)


def hold(pair: Pair, *, days_ago: int) -> Meeting:
    then = NOW - datetime.timedelta(days=days_ago)
    return MeetingFactory(pair=pair, state=Meeting.State.CLOSED, starts_at=then, started_at=then, ended_at=then)


def write(actor: Person, meeting: Meeting, text: str = WORDS) -> ThankYouNote:
    return operations.write_thank_you_note(actor=actor, meeting_id=meeting.pk, text=text, now=NOW)


def test_a_thank_you_is_with_the_other_at_once(
    cast: Cast, meeting: Meeting, client_for: SignIn, django_capture_on_commit_callbacks
) -> None:
    with mock.patch.object(live, "announce") as announced, django_capture_on_commit_callbacks(execute=True):
        write(cast.member, meeting)

    assert WORDS in client_for(cast.manager).get("/").content.decode()
    assert mock.call(f"meeting:{meeting.pk}", "thank_you_notes") in announced.mock_calls


def test_it_goes_both_ways_and_stays_on_the_page_of_the_two(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    write(cast.member, meeting)
    write(cast.manager, meeting, "案を三つ並べたところ、よかったです。")

    for person in (cast.member, cast.manager):
        page = client_for(person).get(f"/pairs/{meeting.pair_id}/").content.decode()
        assert WORDS in page
        assert "案を三つ並べたところ" in page


def test_what_is_kept_waits_at_home_no_longer_and_is_not_taken_back(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    thank_you_note = write(cast.member, meeting)
    client = client_for(cast.manager)

    answer = client.post(f"/words/thank-you-notes/{thank_you_note.pk}/keep/", {"next": "/"}, follow=True)

    assert WORDS not in answer.content.decode()
    assert [row.text for row in queries.list_thank_you_notes(viewer=cast.manager, pair_id=meeting.pair_id)] == [WORDS]
    with pytest.raises(PermissionDenied):
        operations.take_back_thank_you_note(actor=cast.member, note_id=thank_you_note.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        write(cast.member, meeting, "やっぱり")


def test_until_then_it_can_be_said_better_or_taken_back(cast: Cast, meeting: Meeting) -> None:
    write(cast.member, meeting, "どうも")
    thank_you_note = write(cast.member, meeting)
    assert [row.text for row in queries.list_arrived(viewer=cast.manager)] == [WORDS]

    operations.take_back_thank_you_note(actor=cast.member, note_id=thank_you_note.pk, now=NOW)

    assert queries.list_arrived(viewer=cast.manager) == []
    assert ThankYouNote.objects.count() == 0


def test_nobody_keeps_their_own_or_takes_back_the_others(cast: Cast, meeting: Meeting) -> None:
    thank_you_note = write(cast.member, meeting)

    with pytest.raises(PermissionDenied):
        operations.keep_thank_you_note(actor=cast.member, note_id=thank_you_note.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        operations.take_back_thank_you_note(actor=cast.manager, note_id=thank_you_note.pk, now=NOW)


def test_there_is_something_to_thank_for_only_after_a_1on1(cast: Cast, pair: Pair) -> None:
    with pytest.raises(PermissionDenied):
        write(cast.member, MeetingFactory(pair=pair))


def test_after_the_pair_has_ended_both_read_and_neither_writes(cast: Cast, meeting: Meeting) -> None:
    write(cast.member, meeting)
    meeting.pair.until_on = timezone.localdate()
    meeting.pair.save(update_fields=["until_on"])

    with pytest.raises(PermissionDenied):
        write(cast.manager, meeting)

    assert [row.text for row in queries.list_thank_you_notes(viewer=cast.manager, pair_id=meeting.pair_id)] == [WORDS]


@pytest.mark.parametrize("who", ["hr", "executive", "administrator", "colleague", "stranger", "peer"])
def test_nobody_else_finds_it(cast: Cast, meeting: Meeting, who: str) -> None:
    thank_you_note = write(cast.member, meeting)
    outsider = getattr(cast, who)

    assert queries.list_thank_you_notes(viewer=outsider, pair_id=meeting.pair_id) == []
    assert queries.list_arrived(viewer=outsider) == []
    for act in (
        lambda: write(outsider, meeting),
        lambda: operations.keep_thank_you_note(actor=outsider, note_id=thank_you_note.pk, now=NOW),
        lambda: operations.take_back_thank_you_note(actor=outsider, note_id=thank_you_note.pk, now=NOW),
    ):
        with pytest.raises(Http404):
            act()


def test_the_words_lie_sealed_and_go_with_the_key_of_the_circle(cast: Cast, meeting: Meeting) -> None:
    thank_you_note = write(cast.member, meeting)
    thank_you_note.refresh_from_db()
    assert WORDS.encode() not in bytes(thank_you_note.sealed)

    keys.destroy_data_key(owner=meeting.pair.circle_id, now=NOW)

    assert queries.list_thank_you_notes(viewer=cast.member, pair_id=meeting.pair_id) == []


def test_sending_swaps_only_its_part_of_the_page(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    answer = client_for(cast.member).post(
        f"/words/thank-you-notes/of-meeting/{meeting.pk}/", {"text": WORDS}, headers={"HX-Request": "true"}
    )

    part = answer.content.decode()
    assert WORDS in part
    assert "届きました" in part
    assert "<html" not in part


@pytest.mark.parametrize("text", ["", "   ", "あ" * 401])
def test_nothing_and_too_much_are_not_sent(cast: Cast, meeting: Meeting, client_for: SignIn, text: str) -> None:
    answer = client_for(cast.member).post(
        f"/words/thank-you-notes/of-meeting/{meeting.pk}/", {"text": text}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert ThankYouNote.objects.count() == 0


def test_many_letters_take_no_more_queries_than_one(cast: Cast, pair: Pair, meeting: Meeting) -> None:
    def count() -> int:
        keys.forget_keys()
        with CaptureQueriesContext(connection) as captured:
            queries.list_thank_you_notes(viewer=cast.member, pair_id=pair.pk)
        return len(captured)

    write(cast.member, meeting)
    few = count()
    for days_ago in range(7, 70, 7):
        write(cast.manager, hold(pair, days_ago=days_ago))

    assert count() == few <= 3


CHANGED = "この言葉は、もう読むことができません"


def test_a_letter_that_was_changed_in_the_database_says_so_and_hides_no_other(
    cast: Cast, pair: Pair, meeting: Meeting, client_for: SignIn
) -> None:
    thank_you_note = write(cast.member, meeting)
    write(cast.manager, hold(pair, days_ago=7), "これは読めます。")
    ThankYouNote.objects.filter(pk=thank_you_note.pk).update(sealed=damage(thank_you_note.sealed))

    for address in (f"/pairs/{pair.pk}/", "/", f"/meetings/{meeting.pk}/wrap-up/"):
        page = client_for(cast.manager).get(address)
        assert page.status_code == 200
        assert CHANGED in page.content.decode()

    assert "これは読めます。" in client_for(cast.manager).get(f"/pairs/{pair.pk}/").content.decode()


@pytest.mark.parametrize("whose", [DataKey, OrganizationKey])
def test_a_wrapped_key_that_was_changed_is_told_in_a_sentence(
    cast: Cast, meeting: Meeting, client_for: SignIn, whose: type[DataKey] | type[OrganizationKey]
) -> None:
    write(cast.member, meeting)
    for row in whose.objects.all():
        whose.objects.filter(pk=row.pk).update(wrapped=damage(row.wrapped))
    keys.forget_keys()
    client = client_for(cast.member)

    page = client.get(f"/pairs/{meeting.pair_id}/")
    sent = client.post(f"/words/thank-you-notes/of-meeting/{meeting.pk}/", {"text": WORDS})

    assert page.status_code == 200
    assert CHANGED in page.content.decode()
    assert sent.status_code == 503
    assert "Aizuchiの外で書き換えられました" in sent.content.decode()
