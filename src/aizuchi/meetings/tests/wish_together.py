"""The two take over each other's wish, or look for a date on their own, at the same moment, again and again.

Prints how many 1on1s are planned with a date for each pair: never more than one.
"""

import datetime
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.factories import MeetingFactory, OrganizationFactory, PairFactory, PersonFactory  # noqa: E402

from aizuchi.meetings import operations  # noqa: E402
from aizuchi.meetings.models import DateWish, Meeting  # noqa: E402
from aizuchi.meetings.operations.schedule import DatedMeanwhile  # noqa: E402
from aizuchi.people.models import Person  # noqa: E402

NOW = timezone.now()
DAY = datetime.timedelta(days=1)
ROUNDS = 4


def wish(person: Person, held: Meeting, starts_at: datetime.datetime) -> None:
    operations.wish_for_date(actor=person, meeting_id=held.pk, starts_at=starts_at, now=NOW)


def schedule(person: Person, pair_id: uuid.UUID, meant: uuid.UUID, starts_at: datetime.datetime) -> None:
    arrangement = operations.Arrangement(starts_at=starts_at, minutes=30)
    operations.schedule_meeting(actor=person, pair_id=pair_id, arrangement=arrangement, meant=meant, now=NOW)


def press_together(*presses: Callable[[], None]) -> int:
    """How many were told that the other was faster."""
    together = Barrier(len(presses))

    def press(one: Callable[[], None]) -> bool:
        together.wait()
        try:
            one()
        except DatedMeanwhile:
            return True
        finally:
            connection.close()
        return False

    with ThreadPoolExecutor(len(presses)) as pool:
        return sum(pool.map(press, presses))


organization = OrganizationFactory()
dated, told = [], 0
for number in range(2 * ROUNDS):
    mentee, mentor = (PersonFactory(organization=organization) for _ in range(2))
    pair = PairFactory(mentee=mentee, mentor=mentor)
    held = MeetingFactory(pair=pair, state="held", starts_at=NOW - DAY, started_at=NOW - DAY)
    undated = MeetingFactory(pair=pair)
    if number % 2:
        DateWish.objects.create(meeting=held, person=mentee, starts_at=NOW + DAY, created_at=NOW)
        DateWish.objects.create(meeting=held, person=mentor, starts_at=NOW + 2 * DAY, created_at=NOW)
        told += press_together(
            lambda p=mentee, h=held: wish(p, h, NOW + 2 * DAY), lambda p=mentor, h=held: wish(p, h, NOW + DAY)
        )
    else:
        told += press_together(
            lambda p=mentee, k=pair.pk, m=undated.pk: schedule(p, k, m, NOW + DAY),
            lambda p=mentor, k=pair.pk, m=undated.pk: schedule(p, k, m, NOW + 2 * DAY),
        )
    dated.append(pair.meetings.filter(state="planned", starts_at__isnull=False).count())
print(max(dated), min(dated), told)  # noqa: T201
