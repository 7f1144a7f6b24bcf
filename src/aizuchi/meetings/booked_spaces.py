"""In which meeting space a 1on1 takes place."""

import uuid

from aizuchi.meetings.models import Meeting
from aizuchi.spaces.models import Booking


def booked_space_of(meeting: Meeting) -> uuid.UUID | None:
    """The one that is booked for it now."""
    return Booking.objects.filter(meeting=meeting.pk, released_at=None).values_list("space", flat=True).first()


def latest_space_of(meeting: Meeting) -> uuid.UUID | None:
    """The same, or the one it had when its date was given up."""
    return Booking.objects.filter(meeting=meeting.pk).values_list("space", flat=True).first()
