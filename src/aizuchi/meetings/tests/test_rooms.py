"""A room comes with the 1on1 and goes with it."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.kernel.events import publish
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations import Arrangement, arrangement_of
from aizuchi.meetings.operations.proposals import propose_slots
from aizuchi.pairs.events import PairsEnded
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking, MeetingSpace
from aizuchi.spaces.operations import SpaceTaken

pytestmark = pytest.mark.usefixtures("in_2026")

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
THURSDAY = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
ClientFor = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def other_pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor")


@pytest.fixture
def room(cast: Cast) -> MeetingSpace:
    return MeetingSpace.objects.create(organization=cast.organization, name="楓", place="3階", created_at=NOW)


def meet(pair: Pair, room: MeetingSpace | None, starts_at: datetime.datetime = THURSDAY) -> Meeting:
    wanted = Arrangement(starts_at=starts_at, minutes=30, space_id=room.pk if room else None)
    return operations.schedule_meeting(actor=pair.mentee, pair_id=pair.pk, arrangement=wanted, now=NOW)


def move(meeting: Meeting, **changes: object) -> Meeting:
    wanted = replace(arrangement_of(meeting), **changes)  # type: ignore[type-var]
    return operations.move_meeting(
        actor=meeting.pair.mentee, meeting_id=meeting.pk, arrangement=wanted, version=meeting.version, now=NOW
    )


def booked(room: MeetingSpace) -> list[datetime.datetime]:
    return list(Booking.objects.filter(space=room, released_at__isnull=True).values_list("starts_at", flat=True))


def test_a_room_is_booked_with_the_1on1_and_names_its_place(pair: Pair, room: MeetingSpace) -> None:
    meeting = meet(pair, room)

    assert booked(room) == [THURSDAY]
    assert meeting.place == "楓 (3階)"


def test_a_room_that_was_chosen_and_is_taken_refuses_the_date(pair: Pair, other_pair: Pair, room: MeetingSpace) -> None:
    meet(pair, room)

    with pytest.raises(SpaceTaken):
        meet(other_pair, room)

    assert not other_pair.meetings.filter(starts_at__isnull=False).exists()


def test_the_room_moves_with_the_1on1(pair: Pair, room: MeetingSpace) -> None:
    move(meet(pair, room), starts_at=THURSDAY + HOUR)

    assert booked(room) == [THURSDAY + HOUR]


def test_a_1on1_that_is_moved_goes_without_a_room_that_is_taken_then(
    pair: Pair, other_pair: Pair, room: MeetingSpace
) -> None:
    meet(other_pair, room, THURSDAY + HOUR)
    moved = move(meet(pair, room), starts_at=THURSDAY + HOUR)

    assert (moved.starts_at, moved.place) == (THURSDAY + HOUR, "")
    assert booked(room) == [THURSDAY + HOUR]


def test_online_frees_the_room(pair: Pair, room: MeetingSpace) -> None:
    move(meet(pair, room), place_kind="video", space_id=None)

    assert booked(room) == []


def test_taking_the_date_off_frees_the_room_and_bringing_it_back_books_it_again(pair: Pair, room: MeetingSpace) -> None:
    cancelled = operations.cancel_meeting(actor=pair.mentee, meeting_id=meet(pair, room).pk, now=NOW)
    assert booked(room) == []

    operations.restore_meeting(actor=pair.mentor, meeting_id=cancelled.pk, now=NOW)
    assert booked(room) == [THURSDAY]


def test_a_pair_that_ends_frees_its_rooms(pair: Pair, room: MeetingSpace) -> None:
    meet(pair, room)

    publish(PairsEnded(organization_id=pair.organization_id, pair_ids=(pair.pk,), actor_id=None, at=NOW))

    assert booked(room) == []


def test_a_taken_slot_comes_with_the_room_of_last_time(cast: Cast, pair: Pair, room: MeetingSpace) -> None:
    latest = MeetingFactory(pair=pair, state="closed", starts_at=NOW - HOUR, started_at=NOW - HOUR, place="楓 (3階)")
    latest.booking = Booking.objects.create(space=room, starts_at=NOW - HOUR, ends_at=NOW - HOUR / 2, booked_at=NOW)
    latest.save(update_fields=["booking"])
    slot = propose_slots(actor=cast.member, pair_id=pair.pk, starts=[THURSDAY], minutes=30, now=NOW).slots.get()

    meeting = operations.take_slot(actor=cast.manager, slot_id=slot.pk, now=NOW)

    assert booked(room)[-1] == THURSDAY
    assert meeting.place == "楓 (3階)"


def test_whichever_room_is_free_is_found(
    cast: Cast, pair: Pair, other_pair: Pair, room: MeetingSpace, client_for: ClientFor
) -> None:
    meet(other_pair, room)
    oak = MeetingSpace.objects.create(organization=cast.organization, name="樫", place="4階", created_at=NOW)
    client = client_for(cast.member)
    wanted = {"date": "2026-06-18", "time": "14:00", "minutes": "30", "place_kind": "in_person", "room": "any"}

    with mock.patch.object(timezone, "now", return_value=NOW):
        page = client.get(f"/pairs/{pair.pk}/schedule", wanted).content.decode()
        client.post(f"/pairs/{pair.pk}/schedule", wanted)

    assert "その時間は使えません" in page
    assert booked(oak) == [THURSDAY]


def test_no_free_room_is_told_and_what_was_typed_stays(
    cast: Cast, pair: Pair, other_pair: Pair, room: MeetingSpace, client_for: ClientFor
) -> None:
    meet(other_pair, room)
    wanted = {"date": "2026-06-18", "time": "14:00", "minutes": "30", "place_kind": "in_person", "room": "any"}

    with mock.patch.object(timezone, "now", return_value=NOW):
        answer = client_for(cast.member).post(f"/pairs/{pair.pk}/schedule", wanted)

    assert answer.status_code == 422
    assert "その時間に空いている部屋がありません" in answer.content.decode()


def test_a_repeated_date_has_its_room_wherever_it_is_free_and_says_where_not(
    cast: Cast, pair: Pair, other_pair: Pair, room: MeetingSpace, client_for: ClientFor
) -> None:
    week = datetime.timedelta(weeks=1)
    meet(other_pair, room, THURSDAY + week)
    form = {"date": "2026-06-18", "time": "14:00", "minutes": "30", "room": str(room.pk)}
    rule = {"repeat": "rule", "rule": "FREQ=WEEKLY;COUNT=3", "shift": "skip", "anyway": "1"}

    with mock.patch.object(timezone, "now", return_value=NOW):
        answer = client_for(cast.member).post(f"/pairs/{pair.pk}/schedule", form | rule, follow=True)

    planned = pair.meetings.filter(starts_at__isnull=False).order_by("starts_at")
    assert [meeting.place for meeting in planned] == [room.label, "", room.label]
    assert set(booked(room)) == {THURSDAY, THURSDAY + week, THURSDAY + 2 * week}
    assert "6月25日" in "".join(str(message) for message in answer.context["messages"])
