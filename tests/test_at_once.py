"""What must happen once happens once, though both press at the same moment."""

import datetime
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, WindowKey
from aizuchi.anonymous_answers.operations import keys
from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import PairKind
from aizuchi.feedback.models import EligibleCell
from aizuchi.feedback.operations.grant import grant_eligibility
from aizuchi.gatherings.models import SignUp
from aizuchi.gatherings.operations import GatheringFacts, create_gathering, sign_up, withdraw
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.hold import NotRunning
from aizuchi.meetings.operations.proposals import SettledMeanwhile
from aizuchi.pairs.models import Pair, Proposal
from aizuchi.pairs.operations import Frame, accept_proposal, decline_proposal, propose, withdraw_proposal
from aizuchi.pairs.operations.proposals import AlreadyAnswered, AlreadyAsked
from aizuchi.pairs.operations.start import AlreadyPaired, start_pair
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking, MeetingSpace
from aizuchi.spaces.operations import SpaceTaken, book_space
from tests.at_once import press_at_once
from tests.cast import Cast, make_cast
from tests.factories import MeetingFactory, PairFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
State = Meeting.State


@pytest.fixture
def now() -> datetime.datetime:
    return timezone.now()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    return make_cast()


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def refusals(outcomes: list[object]) -> list[type]:
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def count_records(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def planned(pair: Pair) -> int:
    return pair.meetings.filter(state=State.PLANNED).count()


def test_a_1on1_begins_once(cast: Cast, pair: Pair, now: datetime.datetime) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=now)
    start = partial(operations.start_meeting, meeting_id=meeting.pk)

    outcomes = press_at_once(
        lambda: start(actor=cast.member, now=now), lambda: start(actor=cast.manager, now=now + HOUR)
    )

    assert refusals(outcomes) == []
    assert len({outcome.started_at for outcome in outcomes}) == 1
    assert (count_records("meetings.meeting.started"), planned(pair)) == (1, 1)


def test_a_1on1_is_wrapped_up_once(cast: Cast, pair: Pair, now: datetime.datetime) -> None:
    meeting = MeetingFactory(pair=pair, state=State.HELD, starts_at=now - HOUR, started_at=now - HOUR)
    close = partial(operations.close_meeting, meeting_id=meeting.pk, now=now)

    outcomes = press_at_once(lambda: close(actor=cast.member), lambda: close(actor=cast.manager))

    assert refusals(outcomes) == []
    assert (count_records("meetings.meeting.closed"), planned(pair)) == (1, 1)


def test_what_ended_has_begun_and_what_never_began_has_not_ended(
    cast: Cast, pair: Pair, now: datetime.datetime
) -> None:
    meeting = MeetingFactory(pair=pair, state=State.HELD, starts_at=now - HOUR, started_at=now - HOUR)

    outcomes = press_at_once(
        lambda: operations.end_meeting(actor=cast.member, meeting_id=meeting.pk, now=now),
        lambda: operations.take_start_back(actor=cast.manager, meeting_id=meeting.pk, now=now),
    )

    meeting.refresh_from_db()
    assert len(refusals(outcomes)) == 1
    assert (meeting.state == State.HELD) == (refusals(outcomes) == [NotRunning]) == (meeting.ended_at is not None)


def test_two_1on1s_that_are_wrapped_up_leave_one_next_one(cast: Cast, pair: Pair, now: datetime.datetime) -> None:
    both = [
        MeetingFactory(pair=pair, state=State.HELD, starts_at=now - days * DAY, started_at=now - days * DAY)
        for days in (1, 2)
    ]

    outcomes = press_at_once(
        *(partial(operations.close_meeting, actor=cast.member, meeting_id=one.pk, now=now) for one in both)
    )

    assert refusals(outcomes) == []
    assert planned(pair) == 1


def test_of_two_offered_times_one_is_taken(cast: Cast, pair: Pair, now: datetime.datetime) -> None:
    proposal = operations.propose_slots(
        actor=cast.member, pair_id=pair.pk, starts=[now + DAY, now + 2 * DAY], minutes=30, now=now
    )

    outcomes = press_at_once(
        *(partial(operations.take_slot, actor=cast.manager, slot_id=slot.pk, now=now) for slot in proposal.slots.all())
    )

    assert refusals(outcomes) == [SettledMeanwhile]
    assert pair.meetings.filter(starts_at__isnull=False).count() == 1


FRAME = Frame(kind=PairKind.MENTOR, aim=Pair.Aim.DEEPEN, cadence=Pair.Cadence.MONTHLY, minutes=30)


def ask(actor: Person, other: Person, now: datetime.datetime, *, my_seat: str = "mentee") -> Proposal:
    return propose(actor=actor, to_id=other.pk, my_seat=my_seat, frame=FRAME, words="設計の話を聞きたいです", now=now)


@pytest.mark.parametrize("other", [withdraw_proposal, decline_proposal, accept_proposal])
def test_a_proposal_is_answered_once(cast: Cast, now: datetime.datetime, other: Callable[..., object]) -> None:
    proposal = ask(cast.member, cast.mentor, now)
    who = cast.member if other is withdraw_proposal else cast.mentor

    outcomes = press_at_once(
        lambda: accept_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=now),
        lambda: other(actor=who, proposal_id=proposal.pk, now=now),
    )

    assert refusals(outcomes) == [AlreadyAnswered]
    proposal.refresh_from_db()
    assert Pair.objects.count() == (1 if proposal.answer == Proposal.Answer.ACCEPTED else 0)


def test_two_who_ask_each_other_have_one_proposal(cast: Cast, now: datetime.datetime) -> None:
    outcomes = press_at_once(
        lambda: ask(cast.member, cast.mentor, now), lambda: ask(cast.mentor, cast.member, now, my_seat="mentor")
    )

    assert refusals(outcomes) == [AlreadyAsked]
    assert Proposal.objects.count() == 1


def test_a_pair_begins_once(cast: Cast, now: datetime.datetime) -> None:
    outcomes = press_at_once(
        *2
        * [
            partial(
                start_pair,
                actor=cast.hr,
                mentee_id=cast.member.pk,
                mentor_id=cast.mentor.pk,
                frame=FRAME,
                starts_on=cast.organization.today(now),
                now=now,
            )
        ]
    )

    assert refusals(outcomes) == [AlreadyPaired]
    assert Pair.objects.count() == 1


def test_a_room_is_booked_once(cast: Cast, now: datetime.datetime) -> None:
    space = MeetingSpace.objects.create(organization=cast.organization, name="楓", created_at=now)
    noon = datetime.datetime(2026, 6, 18, 3, tzinfo=datetime.UTC)

    outcomes = press_at_once(
        *(
            partial(book_space, actor=who, space_id=space.pk, starts_at=noon, ends_at=noon + HOUR, now=now)
            for who in (cast.member, cast.manager)
        )
    )

    assert refusals(outcomes) == [SpaceTaken]
    assert Booking.objects.count() == 1


@pytest.fixture
def gathering(cast: Cast, now: datetime.datetime) -> Callable[[int], object]:
    def make(places: int) -> object:
        facts = GatheringFacts(kind="training", title="聞く練習", starts_at=now + 3 * DAY, minutes=60, places=places)
        return create_gathering(actor=cast.hr, facts=facts, now=now)

    return make


def states() -> Counter[str]:
    return Counter(SignUp.objects.values_list("state", flat=True))


def test_the_last_place_goes_to_one_and_the_other_waits(
    cast: Cast, gathering: Callable[[int], object], now: datetime.datetime
) -> None:
    held = gathering(1)

    outcomes = press_at_once(
        *(partial(sign_up, actor=who, gathering_id=held.pk, now=now) for who in (cast.member, cast.colleague))
    )

    assert refusals(outcomes) == []
    assert states() == {"coming": 1, "waiting": 1}


def test_one_person_in_two_windows_signs_up_once(
    cast: Cast, gathering: Callable[[int], object], now: datetime.datetime
) -> None:
    held = gathering(5)

    outcomes = press_at_once(*2 * [partial(sign_up, actor=cast.member, gathering_id=held.pk, now=now)])

    assert refusals(outcomes) == []
    assert states() == {"coming": 1}


def test_a_place_that_is_given_back_is_not_given_twice(
    cast: Cast, gathering: Callable[[int], object], now: datetime.datetime
) -> None:
    held = gathering(1)
    sign_up(actor=cast.member, gathering_id=held.pk, now=now)
    sign_up(actor=cast.colleague, gathering_id=held.pk, now=now)

    outcomes = press_at_once(
        lambda: withdraw(actor=cast.member, gathering_id=held.pk, now=now),
        lambda: sign_up(actor=cast.mentor, gathering_id=held.pk, now=now),
    )

    assert refusals(outcomes) == []
    assert states() == {"coming": 1, "waiting": 1, "withdrawn": 1}


def test_two_closings_give_one_right_to_answer(cast: Cast, pair: Pair, now: datetime.datetime) -> None:
    both = [MeetingFactory(pair=pair, state=State.CLOSED, starts_at=now - DAY, started_at=now - DAY) for _ in range(2)]

    outcomes = press_at_once(*(partial(grant_eligibility, meeting_id=one.pk, now=now) for one in both))

    assert refusals(outcomes) == []
    assert (AnswerWindow.objects.count(), Eligibility.objects.count(), EligibleCell.objects.count()) == (1, 1, 1)


def test_two_who_ask_for_a_key_get_the_same(cast: Cast, pair: Pair, now: datetime.datetime) -> None:
    meeting = MeetingFactory(pair=pair, state=State.CLOSED, starts_at=now - DAY, started_at=now - DAY)
    (right,) = grant_eligibility(meeting_id=meeting.pk, now=now)

    outcomes = press_at_once(
        *2 * [lambda: keys.ensure_key(window_id=right.window_id, subject_id=right.subject_id, now=now)]
    )

    assert refusals(outcomes) == []
    assert len({outcome.fingerprint for outcome in outcomes}) == WindowKey.objects.count() == 1
    assert keys.open_signing_key(WindowKey.objects.get())
