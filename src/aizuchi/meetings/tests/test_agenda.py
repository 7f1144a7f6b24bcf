import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.meetings import operations, queries
from aizuchi.meetings.agenda_sources import NotToBeFound
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations import agenda, item_fields
from aizuchi.meetings.operations.agenda import Subject
from aizuchi.pairs.models import Theme

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
OUTSIDERS = ["hr", "executive", "administrator", "colleague", "stranger", "mentor"]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.manager))


@pytest.fixture
def peer_meeting(cast: Cast) -> Meeting:
    return MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.peer, kind="peer"))


@pytest.fixture
def career(cast: Cast) -> Topic:
    return Topic.objects.get_or_create(organization=cast.organization, key="career", label_ja="今後のキャリア")[0]


@pytest.fixture
def listen(cast: Cast) -> ExpectedResponse:
    return ExpectedResponse.objects.get_or_create(organization=cast.organization, key="listen", label_ja="聞いて")[0]


def labels(meeting: Meeting) -> list[str]:
    return [item.label for item in meeting.items.present()]


def test_a_topic_chosen_twice_is_on_the_agenda_once(cast: Cast, meeting: Meeting, career: Topic) -> None:
    for _ in range(2):
        operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=Subject(topic_id=career.pk), now=NOW)

    assert labels(meeting) == ["今後のキャリア"]


def test_a_topic_taken_off_and_chosen_again_still_has_its_comment(cast: Cast, meeting: Meeting, career: Topic) -> None:
    subject = Subject(topic_id=career.pk)
    item = operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=subject, now=NOW)
    operations.write_comment(actor=cast.member, item_id=item.pk, comment="三つの道", seen=None, now=NOW)
    operations.remove_item(actor=cast.member, item_id=item.pk, now=NOW)

    again = operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=subject, now=NOW)

    assert (again, again.comment) == (item, "三つの道")


def test_own_words_are_kept_as_they_are(cast: Cast, meeting: Meeting) -> None:
    words = "<script>alert(1)</script> と 'はさみ'"
    operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=Subject(title=f"  {words} "), now=NOW)

    assert labels(meeting) == [words]


@pytest.mark.parametrize(
    ("title", "refusal"),
    [("", agenda.NothingSaid), (" \n ", agenda.NothingSaid), ("あ" * 100_000, agenda.TitleTooLong)],
)
def test_an_item_says_something_short(cast: Cast, meeting: Meeting, title: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=Subject(title=title), now=NOW)


def test_a_topic_or_theme_of_somebody_else_does_not_exist(cast: Cast, meeting: Meeting) -> None:
    foreign = Topic.objects.create(organization=cast.stranger.organization, key="theirs", label_ja="よその話題")
    theme = Theme.objects.create(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), label="ふたりの話")

    for subject in (Subject(topic_id=foreign.pk), Subject(theme_id=theme.pk), Subject(topic_id=uuid.uuid4())):
        with pytest.raises(NotToBeFound):
            operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=subject, now=NOW)


def test_what_the_mentor_brings_waits_for_the_mentee_to_say_how(
    cast: Cast, meeting: Meeting, career: Topic, listen: ExpectedResponse
) -> None:
    subject = Subject(topic_id=career.pk)
    item = operations.add_item(actor=cast.manager, meeting_id=meeting.pk, subject=subject, now=NOW)

    assert (item.owner, item.expected_response) == (cast.member, None)
    with pytest.raises(PermissionDenied):
        operations.choose_response(actor=cast.manager, item_id=item.pk, response_id=listen.pk, now=NOW)
    chosen = operations.choose_response(actor=cast.member, item_id=item.pk, response_id=listen.pk, now=NOW)
    assert chosen.expected_response == listen


def test_among_peers_whoever_brings_it_says_how(
    cast: Cast, peer_meeting: Meeting, career: Topic, listen: ExpectedResponse
) -> None:
    subject = Subject(topic_id=career.pk)
    item = operations.add_item(actor=cast.peer, meeting_id=peer_meeting.pk, subject=subject, now=NOW)

    operations.choose_response(actor=cast.peer, item_id=item.pk, response_id=listen.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        operations.choose_response(actor=cast.member, item_id=item.pk, response_id=None, now=NOW)


def test_nobody_puts_words_into_the_others_mouth(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting, owner=cast.member, added_by=cast.member)

    with pytest.raises(PermissionDenied):
        operations.write_comment(actor=cast.manager, item_id=item.pk, comment="わたしの言葉", seen=None, now=NOW)


def test_a_comment_changed_in_another_window_is_not_overwritten(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting, comment="はじめ")
    seen = item_fields.fingerprint("はじめ")
    operations.write_comment(actor=cast.member, item_id=item.pk, comment="一つ目の窓", seen=seen, now=NOW)

    with pytest.raises(item_fields.ChangedElsewhere) as refusal:
        operations.write_comment(actor=cast.member, item_id=item.pk, comment="二つ目の窓", seen=seen, now=NOW)

    item.refresh_from_db()
    assert (item.comment, refusal.value.kept) == ("一つ目の窓", "一つ目の窓")


def test_the_same_comment_sent_twice_is_no_conflict(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting, comment="")
    for _ in range(2):
        seen = item_fields.fingerprint("")
        operations.write_comment(actor=cast.member, item_id=item.pk, comment="同じ\r\n言葉", seen=seen, now=NOW)

    item.refresh_from_db()
    assert item.comment == "同じ\n言葉"


def test_a_comment_as_long_as_a_book_is_refused(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting)

    with pytest.raises(item_fields.CommentTooLong):
        operations.write_comment(actor=cast.member, item_id=item.pk, comment="あ" * 100_000, seen=None, now=NOW)


@pytest.mark.parametrize("state", ["planned", "held", "closed"])
def test_a_comment_is_kept_also_when_the_meeting_went_on_meanwhile(cast: Cast, meeting: Meeting, state: str) -> None:
    item = AgendaItemFactory(meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, starts_at=NOW, started_at=NOW)

    operations.write_comment(actor=cast.member, item_id=item.pk, comment="まだ書いていた", seen=None, now=NOW)

    item.refresh_from_db()
    assert item.comment == "まだ書いていた"


def test_items_move_up_and_down(cast: Cast, meeting: Meeting) -> None:
    first, _, third = (AgendaItemFactory(meeting=meeting, title=t, position=n) for n, t in enumerate("あいう"))

    operations.shift_item(actor=cast.member, item_id=third.pk, by=-1, now=NOW)
    operations.shift_item(actor=cast.member, item_id=first.pk, by=-1, now=NOW)

    assert labels(meeting) == ["あ", "う", "い"]


def test_ordering_keeps_items_the_sender_did_not_know_of(cast: Cast, meeting: Meeting) -> None:
    items = [AgendaItemFactory(meeting=meeting, title=t, position=n) for n, t in enumerate("あいう")]
    elsewhere = AgendaItemFactory(meeting=MeetingFactory(pair=meeting.pair, starts_at=NOW), position=7)

    known = [elsewhere.pk, items[1].pk, items[0].pk]
    operations.order_items(actor=cast.manager, meeting_id=meeting.pk, item_ids=known, now=NOW)

    assert labels(meeting) == ["い", "あ", "う"]
    elsewhere.refresh_from_db()
    assert elsewhere.position == 7


def test_unclear_who_decides_is_kept_for_the_two(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting)
    operations.choose_decider(actor=cast.member, item_id=item.pk, decider="unclear", now=NOW)

    assert queries.get_agenda(viewer=cast.manager, meeting=meeting, now=NOW).items[0].decider == "unclear"
    with pytest.raises(item_fields.OddChoice):
        operations.choose_decider(actor=cast.member, item_id=item.pk, decider="whoever", now=NOW)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_everybody_else_an_item_does_not_exist(cast: Cast, meeting: Meeting, role: str) -> None:
    item, actor = AgendaItemFactory(meeting=meeting, comment="秘密"), getattr(cast, role)

    with pytest.raises(Http404):
        operations.write_comment(actor=actor, item_id=item.pk, comment="", seen=None, now=NOW)
    with pytest.raises(Http404):
        operations.remove_item(actor=actor, item_id=item.pk, now=NOW)
    with pytest.raises(Http404):
        operations.add_item(actor=actor, meeting_id=meeting.pk, subject=Subject(title="x"), now=NOW)
    assert queries.get_agenda(viewer=actor, meeting=meeting, now=NOW).items == ()


def test_after_their_pair_ended_both_read_and_neither_writes(cast: Cast, meeting: Meeting) -> None:
    item = AgendaItemFactory(meeting=meeting, comment="読める")
    meeting.pair.until_on = NOW.date()
    meeting.pair.save()

    for person in (cast.member, cast.manager):
        seen = queries.get_agenda(viewer=person, meeting=meeting, now=NOW).items[0]
        assert (seen.comment, seen.may_choose, seen.may_comment, seen.may_remove) == ("読める", False, False, False)
        with pytest.raises(PermissionDenied):
            operations.remove_item(actor=person, item_id=item.pk, now=NOW)


def test_the_agenda_takes_a_fixed_number_of_queries(
    cast: Cast, meeting: Meeting, career: Topic, django_assert_num_queries
) -> None:
    for number in range(5):
        AgendaItemFactory(meeting=meeting, topic=career, title=str(number))

    with django_assert_num_queries(1):
        found = queries.get_agenda(viewer=cast.member, meeting=meeting, now=NOW)

    assert next((item.label, item.about) for item in found.items) == ("0", "今後のキャリア")


def test_thirty_items_are_enough(cast: Cast, meeting: Meeting) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, owner=cast.member, added_by=cast.member, title=str(n), created_at=NOW)
        for n in range(30)
    )

    with pytest.raises(agenda.AgendaFull):
        operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=Subject(title="もう一つ"), now=NOW)


def test_there_is_an_end_to_what_is_put_on_and_taken_off_again(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "MOST_EVER", 3)
    for n in range(3):
        subject = Subject(title=str(n))
        item = operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=subject, now=NOW)
        operations.remove_item(actor=cast.member, item_id=item.pk, now=NOW)

    with pytest.raises(agenda.AgendaFull):
        operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=Subject(title="もう一つ"), now=NOW)
    operations.add_item(actor=cast.member, meeting_id=meeting.pk, subject=Subject(title="1"), now=NOW)


def test_carrying_over_finds_the_same_end(cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda, "MOST_ITEMS", 0)
    left = AgendaItemFactory(meeting=MeetingFactory(pair=meeting.pair, state=Meeting.State.CANCELLED), title="前回から")

    with pytest.raises(agenda.AgendaFull):
        operations.carry_item_over(actor=cast.member, meeting_id=meeting.pk, item_id=left.pk, now=NOW)
