"""One next date, found together: a wish of each, settled once both wish the same."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory
from tests.installations import Installation

from aizuchi.kernel import live
from aizuchi.kernel.refusals import InThePast
from aizuchi.meetings import operations
from aizuchi.meetings.models import DateWish, Meeting
from aizuchi.meetings.operations.arrangement import NotFree
from aizuchi.meetings.operations.hold import NotHeldYet
from aizuchi.meetings.operations.schedule import DatedMeanwhile
from aizuchi.pairs.models import Pair

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
THURSDAY = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def held(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair, state="held", starts_at=NOW - DAY / 24, started_at=NOW - DAY / 24)


@pytest.fixture
def undated(pair: Pair) -> Meeting:
    return MeetingFactory(pair=pair)


def wish(person, held: Meeting, starts_at: datetime.datetime = THURSDAY) -> Meeting | None:
    return operations.wish_for_date(actor=person, meeting_id=held.pk, starts_at=starts_at, now=NOW)


def test_a_wish_alone_books_nothing(cast: Cast, held: Meeting, undated: Meeting) -> None:
    assert wish(cast.member, held) is None

    undated.refresh_from_db()
    assert undated.starts_at is None
    assert DateWish.objects.get().starts_at == THURSDAY


def test_the_same_wish_of_both_is_a_date(cast: Cast, held: Meeting, undated: Meeting) -> None:
    wish(cast.member, held)

    assert wish(cast.manager, held) == undated

    undated.refresh_from_db()
    assert (undated.starts_at, undated.settled_in) == (THURSDAY, held)
    assert not DateWish.objects.exists()


@pytest.mark.database
def test_another_choice_replaces_the_first_and_can_be_dropped(cast: Cast, held: Meeting, undated: Meeting) -> None:
    wish(cast.member, held)
    wish(cast.member, held, THURSDAY + DAY)
    assert DateWish.objects.get().starts_at == THURSDAY + DAY

    operations.drop_date_wish(actor=cast.member, meeting_id=held.pk, now=NOW)

    assert not DateWish.objects.exists()


@pytest.mark.database
def test_whoever_comes_second_is_told_before_anything_is_booked(cast: Cast, held: Meeting, undated: Meeting) -> None:
    wish(cast.member, held)
    wish(cast.manager, held)

    with pytest.raises(DatedMeanwhile, match="森川さん"):
        wish(cast.member, held, THURSDAY + DAY)

    assert held.pair.meetings.filter(state="planned").count() == 1


def test_pressing_what_is_settled_once_more_changes_nothing(cast: Cast, held: Meeting, undated: Meeting) -> None:
    wish(cast.member, held)
    wish(cast.manager, held)

    assert wish(cast.member, held) == undated


def test_a_time_that_is_gone_or_taken_is_told_to_whoever_wishes_it(cast: Cast, held: Meeting, undated: Meeting) -> None:
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=THURSDAY)

    with pytest.raises(NotFree):
        wish(cast.member, held)
    with pytest.raises(InThePast):
        wish(cast.member, held, NOW - DAY)

    assert not DateWish.objects.exists()


def test_before_the_1on1_there_is_nothing_to_wish_after(cast: Cast, undated: Meeting) -> None:
    with pytest.raises(NotHeldYet):
        wish(cast.member, undated)


@pytest.mark.parametrize("who", ["peer", "hr", "executive", "stranger"])
def test_nobody_else_wishes(cast: Cast, held: Meeting, undated: Meeting, who: str) -> None:
    with pytest.raises(Http404):
        wish(getattr(cast, who), held)


@pytest.mark.database
def test_the_other_screen_looks_again(
    cast: Cast, held: Meeting, undated: Meeting, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    said: list[tuple[str, tuple[str, ...]]] = []
    monkeypatch.setattr(live, "announce", lambda topic, *parts: said.append((topic, parts)))

    with django_capture_on_commit_callbacks(execute=True):
        wish(cast.member, held)
    assert said == [(f"meeting:{held.pk}", ("dates",))]

    with django_capture_on_commit_callbacks(execute=True):
        operations.schedule_meeting(
            actor=cast.manager,
            pair_id=held.pair_id,
            arrangement=operations.Arrangement(starts_at=THURSDAY, minutes=30),
            now=NOW,
        )
    assert (f"meeting:{held.pk}", ("dates",)) in said[1:]


@pytest.mark.database
def test_the_database_keeps_a_second_date_of_one_wrap_up_out(held: Meeting) -> None:
    MeetingFactory(pair=held.pair, starts_at=THURSDAY, settled_in=held)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(pair=held.pair, starts_at=THURSDAY + DAY, settled_in=held)


def test_when_both_press_at_once_one_1on1_is_booked(installation: Installation) -> None:
    done = installation.run("-m", "aizuchi.meetings.tests.wish_together")

    assert done.stdout.split()[:2] == ["1", "1"], done.stderr
    assert int(done.stdout.split()[2]) >= 4
