"""Rooms: kept by HR, booked with a 1on1, never twice."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from tests.cast import Cast
from tests.installations import Installation

from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person
from aizuchi.spaces import operations as spaces
from aizuchi.spaces.models import Booking, MeetingSpace, SpaceBusyTime
from aizuchi.spaces.operations import (
    SpaceClosed,
    SpaceExists,
    SpaceFacts,
    SpaceTaken,
    book_space,
    release_bookings,
)
from aizuchi.spaces.queries import list_space_choices

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
THURSDAY = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)  # two o'clock in Tokyo
HOUR = datetime.timedelta(hours=1)
ClientFor = Callable[[Person], Client]
FORM = {
    "name": "楓",
    "place": "3階",
    "capacity": "4",
    "equipment": ["screen", "quiet"],
    "opens": "08:30",
    "closes": "00:00",
    "weekdays": ["0", "1", "2", "3", "4"],
    "time_zone": "Asia/Tokyo",
}


def facts(**changes: object) -> SpaceFacts:
    plain = {
        "name": "楓",
        "place": "3階",
        "capacity": 4,
        "equipment": ("screen",),
        "time_zone": "Asia/Tokyo",
        "opens_minute": 540,
        "closes_minute": 1080,
        "weekdays": (0, 1, 2, 3, 4),
    }
    return SpaceFacts(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.fixture
def space(cast: Cast) -> MeetingSpace:
    return spaces.add_space(actor=cast.hr, facts=facts(), now=NOW)


def book(
    actor: Person, space: MeetingSpace, starts_at: datetime.datetime = THURSDAY, booking: Booking | None = None
) -> Booking:
    return book_space(
        actor=actor,
        space_id=space.pk,
        starts_at=starts_at,
        ends_at=starts_at + HOUR / 2,
        now=NOW,
        booking_id=booking.pk if booking else None,
    )


@pytest.mark.database
def test_the_office_adds_a_room_with_what_is_in_it(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.hr).post("/calendars/rooms/", FORM)

    space = MeetingSpace.objects.get()
    assert (space.label, space.equipment, space.opens_minute, space.closes_minute) == (
        "楓 (3階)",
        ["screen", "quiet"],
        510,
        1440,
    )
    assert "話が外に聞こえない" in client_for(cast.administrator).get("/calendars/rooms/").content.decode()


@pytest.mark.database
@pytest.mark.parametrize(
    "wrong", [{"closes": "08:00"}, {"capacity": "0"}, {"weekdays": []}, {"name": ""}, {"time_zone": "Mars/Base"}]
)
def test_an_impossible_room_is_refused_and_what_was_typed_stays(
    wrong: dict[str, object], cast: Cast, client_for: ClientFor
) -> None:
    answer = client_for(cast.hr).post("/calendars/rooms/", {**FORM, **wrong})

    assert answer.status_code == 422
    assert 'value="3階"' in answer.content.decode()
    assert not MeetingSpace.objects.exists()


@pytest.mark.database
def test_two_rooms_of_one_name_stand_at_different_places(cast: Cast, space: MeetingSpace) -> None:
    spaces.add_space(actor=cast.hr, facts=facts(place="4階"), now=NOW)

    with pytest.raises(SpaceExists):
        spaces.add_space(actor=cast.hr, facts=facts(), now=NOW)


@pytest.mark.database
def test_an_edit_of_an_older_page_is_told(cast: Cast, space: MeetingSpace) -> None:
    spaces.edit_space(actor=cast.hr, space_id=space.pk, facts=facts(capacity=6), version=1, now=NOW)

    with pytest.raises(Stale):
        spaces.edit_space(actor=cast.administrator, space_id=space.pk, facts=facts(), version=1, now=NOW)


def test_only_the_office_keeps_rooms(cast: Cast, space: MeetingSpace) -> None:
    for outsider in (cast.member, cast.manager, cast.executive):
        with pytest.raises(PermissionDenied):
            spaces.retire_space(actor=outsider, space_id=space.pk, now=NOW)
    with pytest.raises(Http404):
        book(cast.stranger, space)


def test_a_room_is_booked_once_at_a_time(cast: Cast, space: MeetingSpace) -> None:
    book(cast.member, space)

    with pytest.raises(SpaceTaken):
        book(cast.manager, space, THURSDAY + HOUR / 4)
    book(cast.manager, space, THURSDAY + HOUR / 2)


@pytest.mark.database
def test_a_booking_moves_with_its_1on1_and_frees_the_old_time(cast: Cast, space: MeetingSpace) -> None:
    booking = book(cast.member, space)
    book(cast.member, space, THURSDAY + 2 * HOUR, booking)
    book(cast.manager, space)

    release_bookings(Booking.objects.filter(pk=booking.pk), now=NOW)
    book(cast.manager, space, THURSDAY + 2 * HOUR)

    assert Booking.objects.filter(released_at__isnull=True).count() == 2


@pytest.mark.parametrize(
    "starts_at",
    [THURSDAY - 6 * HOUR, THURSDAY + 4 * HOUR - HOUR / 4, THURSDAY + 48 * HOUR],
    ids=["too early", "over closing time", "saturday"],
)
def test_a_closed_room_is_not_booked(starts_at: datetime.datetime, cast: Cast, space: MeetingSpace) -> None:
    with pytest.raises(SpaceClosed):
        book(cast.member, space, starts_at)


@pytest.mark.database
def test_a_retired_room_keeps_what_it_has_and_takes_no_more(cast: Cast, space: MeetingSpace) -> None:
    booking = book(cast.member, space)
    spaces.retire_space(actor=cast.hr, space_id=space.pk, now=NOW)

    with pytest.raises(SpaceClosed):
        book(cast.manager, space, THURSDAY + HOUR)
    book(cast.member, space, THURSDAY + HOUR, booking)
    assert list_space_choices(viewer=cast.member, starts_at=THURSDAY, minutes=30) == []


@pytest.mark.database
def test_what_stands_in_the_rooms_own_calendar_counts(cast: Cast, space: MeetingSpace) -> None:
    SpaceBusyTime.objects.create(
        space=space, source=uuid.uuid4(), external_uid="1", starts_at=THURSDAY, ends_at=THURSDAY + HOUR
    )

    with pytest.raises(SpaceTaken):
        book(cast.member, space)
    assert [choice.is_free for choice in list_space_choices(viewer=cast.member, starts_at=THURSDAY, minutes=30)] == [
        False
    ]


def test_of_many_who_book_at_the_same_moment_one_gets_the_room(installation: Installation) -> None:
    done = installation.run("-m", "aizuchi.spaces.tests.book_together")

    assert done.stdout.split() == ["1", "7", "1"], done.stderr
