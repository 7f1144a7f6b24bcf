"""Time to get ready before a 1on1: only for those who respond in it, and only if they want it."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from aizuchi.availability.models import PreferredTimes
from aizuchi.calendars.appointments import Appointment


def preparation_minutes_of(people: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Without those who want none. One query."""
    wanting = PreferredTimes.objects.filter(person__in=list(people), preparation_minutes__gt=0)
    return dict(wanting.values_list("person", "preparation_minutes"))


def preparation_before(appointment: Appointment, *, minutes: int) -> Appointment:
    """Right before it, at no place; with no minutes it is empty."""
    return replace(
        appointment,
        starts_at=appointment.starts_at - datetime.timedelta(minutes=minutes),
        ends_at=appointment.starts_at,
        place="",
        title="",
        booking_id=None,
    )
