"""Where the two meet: a room that is booked with the 1on1, or a place in their own words."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.arrangement import Arrangement, arrangement_of
from aizuchi.people.models import Person
from aizuchi.spaces.models import Booking
from aizuchi.spaces.operations import SpaceClosed, SpaceTaken, book_space, release_bookings


def book_where_free(
    meetings: Sequence[Meeting], *, space_id: uuid.UUID, actor: Person, now: datetime.datetime
) -> list[Meeting]:
    """One room for many dates; those at which it is taken or closed are returned, and have no place yet."""
    without = []
    for meeting in meetings:
        assert meeting.starts_at is not None
        wanted = replace(arrangement_of(meeting), space_id=space_id, goes_without_space=True)
        meeting.place = settle_place(meeting, wanted, actor=actor, now=now)
        if not meeting.place:
            without.append(meeting)
    Meeting.objects.bulk_update(meetings, ["place", "booking"])
    return without


def settle_place(meeting: Meeting, wanted: Arrangement, *, actor: Person, now: datetime.datetime) -> str:
    """What the place is called now; the booking is the meeting's, to be saved with it.

    Raises SpaceTaken, SpaceClosed where somebody chose that very room.
    """
    if wanted.space_id is None:
        release_spaces([meeting.pk], now=now)
        return wanted.place
    try:
        meeting.booking = book_space(
            actor=actor,
            space_id=wanted.space_id,
            starts_at=wanted.starts_at,
            ends_at=wanted.starts_at + datetime.timedelta(minutes=wanted.minutes),
            now=now,
            booking_id=meeting.booking_id,
        )
    except (SpaceTaken, SpaceClosed):
        if not wanted.goes_without_space:
            raise
        release_spaces([meeting.pk], now=now)
        return ""
    return meeting.booking.space.label


def release_spaces(meeting_ids: Collection[uuid.UUID], *, now: datetime.datetime) -> None:
    """These 1on1s take place elsewhere, or not at all."""
    release_bookings(Booking.objects.filter(meeting__in=meeting_ids), now=now)
