import datetime

import pytest
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.anonymous_answers.models import Eligibility, GroupSize
from aizuchi.anonymous_answers.periods import (
    EPOCH,
    QUARTER,
    quarter_closes,
    quarter_start,
    window_start,
    windows_of_quarter,
)
from aizuchi.anonymous_answers.tests.conftest import NOW
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.models import EligibleCell
from aizuchi.feedback.queries import list_open_eligibilities
from aizuchi.meetings import operations as meetings
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.pairs.models import Pair, Theme

DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def close(pair: Pair, *, now: datetime.datetime = NOW, **items: tuple[Topic, ExpectedResponse]) -> Meeting:
    meeting = MeetingFactory(pair=pair, starts_at=now, started_at=now, state=Meeting.State.HELD)
    for topic, response in items.values():
        AgendaItemFactory(meeting=meeting, topic=topic, expected_response=response, title="")
    return meetings.close_meeting(actor=pair.mentor, meeting_id=meeting.pk, now=now)


def cells_of(eligibility: Eligibility) -> set[tuple[object, object]]:
    return set(eligibility.cells.values_list("topic__key", "response__key"))


@pytest.mark.database
def test_closing_a_1on1_lets_its_mentee_answer_about_what_they_brought(
    pair: Pair, topics: list[Topic], responses: list[ExpectedResponse]
) -> None:
    close(pair, one=(topics[0], responses[1]), two=(topics[2], responses[0]))

    eligibility = Eligibility.objects.get()
    assert (eligibility.person, eligibility.subject) == (pair.mentee, pair.mentor)
    assert cells_of(eligibility) == {(topics[0].key, responses[1].key), (topics[2].key, responses[0].key)}


@pytest.mark.database
def test_a_second_1on1_in_the_same_fortnight_gives_no_second_right(
    pair: Pair, topics: list[Topic], responses: list[ExpectedResponse]
) -> None:
    close(pair, one=(topics[0], responses[0]))
    close(pair, now=NOW + 7 * DAY, one=(topics[0], responses[0]), two=(topics[1], responses[0]))

    assert Eligibility.objects.count() == 1
    assert EligibleCell.objects.count() == 2


@pytest.mark.database
def test_the_next_fortnight_gives_a_right_of_its_own(pair: Pair) -> None:
    close(pair)
    close(pair, now=NOW + 14 * DAY)

    assert sorted(Eligibility.objects.values_list("window__starts_on", flat=True)) == [
        datetime.date(2026, 6, 15),
        datetime.date(2026, 6, 29),
    ]


def test_a_1on1_closed_late_can_still_be_answered(cast: Cast, pair: Pair) -> None:
    late = NOW + 40 * DAY
    meeting = MeetingFactory(pair=pair, starts_at=NOW, started_at=NOW, state=Meeting.State.HELD)

    meetings.close_meeting(actor=cast.member, meeting_id=meeting.pk, now=late)

    assert [
        eligibility.answers_until >= late.date()
        for eligibility in list_open_eligibilities(viewer=cast.member, now=late)
    ] == [True]


@pytest.mark.database
def test_a_theme_of_their_own_or_an_item_without_a_wish_counts_towards_the_whole_only(
    pair: Pair, topics: list[Topic], responses: list[ExpectedResponse]
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW, started_at=NOW, state=Meeting.State.HELD)
    theme = Theme.objects.create(pair=pair, label="英語")
    AgendaItemFactory(meeting=meeting, theme=theme, expected_response=responses[0], title="")
    AgendaItemFactory(meeting=meeting, topic=topics[0], title="")
    meetings.close_meeting(actor=pair.mentee, meeting_id=meeting.pk, now=NOW)

    assert cells_of(Eligibility.objects.get()) == {(None, None)}


def test_a_1on1_without_an_agenda_is_answered_as_a_whole(pair: Pair) -> None:
    close(pair)

    assert cells_of(Eligibility.objects.get()) == {(None, None)}


@pytest.mark.database
def test_what_was_left_for_next_time_is_not_asked_about(
    pair: Pair, topics: list[Topic], responses: list[ExpectedResponse]
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW, started_at=NOW, state=Meeting.State.HELD)
    talked = AgendaItemFactory(meeting=meeting, topic=topics[0], expected_response=responses[0], title="")
    AgendaItemFactory(meeting=meeting, topic=topics[1], expected_response=responses[0], title="")
    AgendaItem.objects.filter(pk=talked.pk).update(state=AgendaItem.State.TALKED)
    meetings.close_meeting(actor=pair.mentee, meeting_id=meeting.pk, now=NOW)

    assert cells_of(Eligibility.objects.get()) == {(topics[0].key, responses[0].key)}


def test_what_the_mentor_brought_is_not_asked_about(
    pair: Pair, topics: list[Topic], responses: list[ExpectedResponse]
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW, started_at=NOW, state=Meeting.State.HELD)
    AgendaItemFactory(meeting=meeting, owner=pair.mentor, topic=topics[0], expected_response=responses[0], title="")
    meetings.close_meeting(actor=pair.mentee, meeting_id=meeting.pk, now=NOW)

    assert cells_of(Eligibility.objects.get()) == {(None, None)}


@pytest.mark.database
def test_in_a_peer_pair_each_answers_about_the_other(cast: Cast) -> None:
    close(PairFactory(mentee=cast.member, mentor=cast.peer, kind="peer"))

    assert set(Eligibility.objects.values_list("person", "subject")) == {
        (cast.member.pk, cast.peer.pk),
        (cast.peer.pk, cast.member.pk),
    }


def test_only_the_mentee_sees_their_right(cast: Cast, pair: Pair) -> None:
    close(pair)

    seen = {person for person in cast.everybody if list_open_eligibilities(viewer=person, now=NOW)}

    assert seen == {cast.member}


@pytest.mark.database
def test_a_window_takes_answers_until_a_week_after_its_end(cast: Cast, pair: Pair) -> None:
    close(pair)
    last = datetime.datetime(2026, 7, 5, 14, 59, tzinfo=datetime.UTC)  # a minute before midnight in Tokyo

    assert list_open_eligibilities(viewer=cast.member, now=last)
    assert not list_open_eligibilities(viewer=cast.member, now=last + datetime.timedelta(minutes=2))


@pytest.mark.database
def test_sizes_are_frozen_for_a_window(cast: Cast, pair: Pair) -> None:
    close(pair)
    GroupSize.objects.create(organization=cast.organization, k_band=4, k_mean=8)
    close(pair, now=NOW + 7 * DAY)
    close(pair, now=NOW + 14 * DAY)

    eligibilities = Eligibility.objects.order_by("window__starts_on")
    assert [(eligibility.window.k_band, eligibility.window.k_mean) for eligibility in eligibilities] == [(3, 5), (4, 8)]


def test_thirteen_weeks_hold_six_or_seven_windows_and_share_none() -> None:
    starts = [day for n in range(8) for day in windows_of_quarter(EPOCH + n * QUARTER)]

    assert [len(windows_of_quarter(EPOCH + n * QUARTER)) for n in range(2)] == [7, 6]
    assert starts == [EPOCH + datetime.timedelta(days=14 * n) for n in range(52)]
    assert all(day == window_start(day + 13 * DAY) for day in starts)
    assert all(
        quarter_start(day) <= day < quarter_start(day) + QUARTER < quarter_closes(quarter_start(day)) for day in starts
    )


def test_a_right_has_no_place_for_whether_it_was_used() -> None:
    """A column that changes when somebody answers would undo everything: see docs/anonymity.md before adding one."""
    assert {field.name for field in Eligibility._meta.fields} == {"id", "window", "subject", "group", "person"}
    assert {field.name for field in EligibleCell._meta.fields} == {"id", "eligibility", "topic", "response"}
