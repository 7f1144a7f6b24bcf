"""A pair goes on that had ended by mistake: what was called off with it comes back."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from aizuchi.meetings.clashes import lock_taken_times, wanted_times_of
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.next_meeting import ensure_next_meeting, ensure_next_meetings
from aizuchi.meetings.operations.places import book_where_free
from aizuchi.meetings.operations.schedule import carry_into
from aizuchi.meetings.operations.series import announce_scheduled
from aizuchi.spaces.models import Booking

State = Meeting.State


@transaction.atomic
def restore_meetings_of_resumed_pairs(
    *, closed: Mapping[uuid.UUID, datetime.datetime], now: datetime.datetime
) -> list[Meeting]:
    """Dates that lie ahead and are still free come back with their rooms, and calendars hear of it.

    What was prepared for a date that is gone is kept for the pair's next 1on1. Returns the dates that came back.
    """
    lost = _lost(closed)
    ahead = [meeting for meeting in lost if meeting.starts_at and meeting.starts_at > now]
    dated = _free(ahead)
    back = {meeting.pk for meeting in dated} | {meeting.pk for meeting in lost if meeting.starts_at is None}
    Meeting.objects.filter(pk__in=back).update(state=State.PLANNED, cancelled_at=None, version=F("version") + 1)
    for meeting in dated:
        meeting.state, meeting.cancelled_at = State.PLANNED, None
    _book_rooms_again(dated, now=now)
    for meeting in lost:
        if meeting.pk not in back and _is_prepared(meeting):
            _keep_for_next(meeting, now=now)
    ensure_next_meetings(pair_ids=list(closed), now=now)
    if dated:
        announce_scheduled(dated, actor=None, now=now, action="restored")
    return dated


def _lost(closed: Mapping[uuid.UUID, datetime.datetime]) -> list[Meeting]:
    """Called off with their pairs and by nobody."""
    rows = Meeting.objects.select_for_update(of=("self",)).filter(
        pair__in=list(closed), state=State.CANCELLED, cancelled_by__isnull=True, continued_as__isnull=True
    )
    found = rows.select_related("pair__mentee", "pair__mentor", "pair__organization").order_by("starts_at", "id")
    return [one for one in found if one.cancelled_at and one.cancelled_at >= closed[one.pair_id]]


def _free(meetings: Sequence[Meeting]) -> list[Meeting]:
    wanted = wanted_times_of(meetings)
    taken = lock_taken_times(wanted)
    free = {time.meeting_id for time in wanted if not taken.has_clash(time)}
    return [one for one in meetings if one.pk in free]


def _book_rooms_again(meetings: Sequence[Meeting], *, now: datetime.datetime) -> None:
    """Where the room was given to somebody else since, the 1on1 says that it has none."""
    had = Booking.objects.filter(meeting__in=[one.pk for one in meetings], released_at__isnull=False)
    spaces = dict(had.values_list("pk", "space"))
    for meeting in meetings:
        space_id = spaces.get(meeting.booking_id) if meeting.booking_id else None
        if space_id and meeting.place_kind == Meeting.Place.IN_PERSON:
            book_where_free([meeting], space_id=space_id, actor=meeting.edited_by or meeting.pair.mentee, now=now)


def _is_prepared(meeting: Meeting) -> bool:
    return meeting.items.exists() or meeting.pre_questions.exists() or meeting.preparations.exists()


def _keep_for_next(meeting: Meeting, *, now: datetime.datetime) -> None:
    following = ensure_next_meeting(pair=meeting.pair, now=now)
    carry_into(following, meeting)
    meeting.continued_as = following
    meeting.save(update_fields=["continued_as"])
