"""Where the two meet: a room that is booked with the 1on1, or a place in their own words."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import replace

from aizuchi.calendars.operations import book_room, release_rooms
from aizuchi.calendars.operations.rooms import RoomClosed, RoomTaken
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.arrangement import Arrangement, arrangement_of
from aizuchi.people.models import Person


def book_where_free(
    meetings: Sequence[Meeting], *, room_id: uuid.UUID, actor: Person, now: datetime.datetime
) -> list[Meeting]:
    """One room for many dates; those at which it is taken or closed are returned, and have no place yet."""
    without = []
    for meeting in meetings:
        assert meeting.starts_at is not None
        wanted = replace(arrangement_of(meeting), room_id=room_id, goes_without_room=True)
        meeting.place = settle_place(meeting, wanted, actor=actor, now=now)
        if not meeting.place:
            without.append(meeting)
    Meeting.objects.bulk_update(meetings, ["place"])
    return without


def settle_place(meeting: Meeting, wanted: Arrangement, *, actor: Person, now: datetime.datetime) -> str:
    """What the place is called now. Raises RoomTaken, RoomClosed where somebody chose that very room."""
    if wanted.room_id is None:
        release_rooms(meeting_keys=[meeting.pk], now=now)
        return wanted.place
    try:
        room = book_room(
            actor=actor,
            room_id=wanted.room_id,
            meeting_key=meeting.pk,
            starts_at=wanted.starts_at,
            ends_at=wanted.starts_at + datetime.timedelta(minutes=wanted.minutes),
            now=now,
        )
    except (RoomTaken, RoomClosed):
        if not wanted.goes_without_room:
            raise
        release_rooms(meeting_keys=[meeting.pk], now=now)
        return ""
    return room.label
