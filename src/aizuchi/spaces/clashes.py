"""When meeting spaces are taken: booked here, or busy as their own calendars say."""

import datetime
import uuid
from collections.abc import Collection

from aizuchi.spaces.models import Booking, MeetingSpace, SpaceBusyTime


def list_taken_times(
    spaces: Collection[MeetingSpace],
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    but: uuid.UUID | None = None,
) -> list[tuple[uuid.UUID, datetime.datetime, datetime.datetime]]:
    """Which of them are taken within that time, from when to when; `but` is the booking that is moved. Two queries."""
    then = {"space__in": spaces, "starts_at__lt": ends_at, "ends_at__gt": starts_at}
    booked = Booking.objects.filter(released_at__isnull=True, **then)
    booked = booked.exclude(pk=but) if but else booked
    columns = ("space", "starts_at", "ends_at")
    return [*booked.values_list(*columns), *SpaceBusyTime.objects.filter(**then).values_list(*columns)]
