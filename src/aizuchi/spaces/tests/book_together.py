"""Eight who book one room at the same moment: prints how many did, how many were told, and how many bookings stand."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.factories import OrganizationFactory, PersonFactory  # noqa: E402

from aizuchi.spaces.models import Booking, MeetingSpace  # noqa: E402
from aizuchi.spaces.operations import SpaceTaken, book_space  # noqa: E402

MANY = 8
NOON = datetime.datetime(2026, 6, 18, 3, tzinfo=datetime.UTC)
together = Barrier(MANY)
person = PersonFactory(organization=OrganizationFactory())
space = MeetingSpace.objects.create(organization=person.organization, name="楓", created_at=timezone.now())


def book(number: int) -> bool:
    starts_at = NOON + datetime.timedelta(minutes=number)
    together.wait()
    try:
        book_space(
            actor=person,
            space_id=space.pk,
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(minutes=30),
            now=timezone.now(),
        )
    except SpaceTaken:
        return False
    finally:
        connection.close()
    return True


with ThreadPoolExecutor(MANY) as pool:
    booked = list(pool.map(book, range(MANY)))
print(sum(booked), MANY - sum(booked), Booking.objects.count())  # noqa: T201
