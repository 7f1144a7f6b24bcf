"""What the database itself refuses."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast

from aizuchi.spaces.models import Booking, MeetingSpace

pytestmark = pytest.mark.database

NOON = datetime.datetime(2026, 12, 1, 3, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def space(cast: Cast) -> MeetingSpace:
    return MeetingSpace.objects.create(organization=cast.organization, name="楓", created_at=timezone.now())


def book(space: MeetingSpace, starts_at: datetime.datetime, **fields: Any) -> Booking:
    with transaction.atomic():
        return Booking.objects.create(
            space=space,
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            booked_at=timezone.now(),
            **fields,
        )


def test_a_room_is_not_booked_twice_at_once(space: MeetingSpace) -> None:
    book(space, NOON)

    with pytest.raises(IntegrityError):
        book(space, NOON + HOUR / 2)


def test_a_booking_does_not_move_into_another(space: MeetingSpace) -> None:
    book(space, NOON)
    later = book(space, NOON + 2 * HOUR)
    later.starts_at = NOON

    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()


def test_bookings_may_touch_and_released_ones_do_not_count(space: MeetingSpace) -> None:
    book(space, NOON, released_at=timezone.now())
    book(space, NOON)
    book(space, NOON + HOUR)

    assert space.bookings.count() == 3
