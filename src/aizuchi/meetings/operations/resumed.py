"""A pair goes on that had ended by mistake: what was called off with it comes back."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.next_meeting import ensure_next_meeting, ensure_next_meetings
from aizuchi.meetings.operations.places import book_where_free
from aizuchi.meetings.operations.schedule import carry_into
from aizuchi.meetings.operations.series import Taken, announce_scheduled, is_taken, lock_taken
from aizuchi.pairs.models import Pair
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
    if not meetings:
        return []
    taken = lock_taken([(one.pair, _start(one), one.minutes, one.pk) for one in meetings])
    by_person: dict[uuid.UUID, list[Taken]] = defaultdict(list)
    for other in taken:
        mentee_id, mentor_id, *_when = other
        by_person[mentee_id].append(other)
        by_person[mentor_id].append(other)
    return [one for one in meetings if not is_taken(one.pair, _start(one), _end(one), _around(one.pair, by_person))]


def _around(pair: Pair, by_person: Mapping[uuid.UUID, list[Taken]]) -> list[Taken]:
    return [*by_person.get(pair.mentee_id, ()), *by_person.get(pair.mentor_id, ())]


def _book_rooms_again(meetings: Sequence[Meeting], *, now: datetime.datetime) -> None:
    """Where the room was given to somebody else since, the 1on1 says that it has none."""
    had = Booking.objects.filter(meeting__in=[one.pk for one in meetings], released_at__isnull=False)
    spaces = dict(had.values_list("pk", "space"))
    for meeting in meetings:
        room_id = spaces.get(meeting.booking_id) if meeting.booking_id else None
        if room_id and meeting.place_kind == Meeting.Place.IN_PERSON:
            book_where_free([meeting], room_id=room_id, actor=meeting.edited_by or meeting.pair.mentee, now=now)


def _is_prepared(meeting: Meeting) -> bool:
    return meeting.items.exists() or meeting.pre_questions.exists() or meeting.preparations.exists()


def _keep_for_next(meeting: Meeting, *, now: datetime.datetime) -> None:
    following = ensure_next_meeting(pair=meeting.pair, now=now)
    carry_into(following, meeting)
    meeting.continued_as = following
    meeting.save(update_fields=["continued_as"])


def _start(meeting: Meeting) -> datetime.datetime:
    assert meeting.starts_at is not None
    return meeting.starts_at


def _end(meeting: Meeting) -> datetime.datetime:
    return _start(meeting) + datetime.timedelta(minutes=meeting.minutes)
