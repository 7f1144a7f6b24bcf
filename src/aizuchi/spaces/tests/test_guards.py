"""What the database itself refuses."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast

from aizuchi.calendars.models import Booking, Resource

pytestmark = pytest.mark.database

NOON = datetime.datetime(2026, 12, 1, 3, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def room(cast: Cast) -> Resource:
    return Resource.objects.create(organization=cast.organization, name="楓", created_at=timezone.now())


def book(room: Resource, starts_at: datetime.datetime, **fields: Any) -> Booking:
    with transaction.atomic():
        return Booking.objects.create(
            resource=room,
            meeting_key=uuid.uuid4(),
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
            booked_at=timezone.now(),
            **fields,
        )


def test_a_room_is_not_booked_twice_at_once(room: Resource) -> None:
    book(room, NOON)

    with pytest.raises(IntegrityError):
        book(room, NOON + HOUR / 2)


def test_a_booking_does_not_move_into_another(room: Resource) -> None:
    book(room, NOON)
    later = book(room, NOON + 2 * HOUR)
    later.starts_at = NOON

    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()


def test_bookings_may_touch_and_released_ones_do_not_count(room: Resource) -> None:
    book(room, NOON, released_at=timezone.now())
    book(room, NOON)
    book(room, NOON + HOUR)

    assert room.bookings.count() == 3
