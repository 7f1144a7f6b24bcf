"""Eight who book one room at the same moment: prints how many did, how many were told, and how many bookings stand."""

import datetime
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.factories import OrganizationFactory, PersonFactory  # noqa: E402

from aizuchi.calendars.models import Booking, Resource  # noqa: E402
from aizuchi.calendars.operations import book_room  # noqa: E402
from aizuchi.calendars.operations.rooms import RoomTaken  # noqa: E402

MANY = 8
NOON = datetime.datetime(2026, 6, 18, 3, tzinfo=datetime.UTC)
together = Barrier(MANY)
person = PersonFactory(organization=OrganizationFactory())
room = Resource.objects.create(organization=person.organization, name="楓", created_at=timezone.now())


def book(number: int) -> bool:
    starts_at = NOON + datetime.timedelta(minutes=number)
    together.wait()
    try:
        book_room(
            actor=person,
            room_id=room.pk,
            meeting_key=uuid.uuid4(),
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(minutes=30),
            now=timezone.now(),
        )
    except RoomTaken:
        return False
    finally:
        connection.close()
    return True


with ThreadPoolExecutor(MANY) as pool:
    booked = list(pool.map(book, range(MANY)))
print(sum(booked), MANY - sum(booked), Booking.objects.count())  # noqa: T201
