"""One next date, found together in the wrap-up: a wish of each, and a date once both wish the same."""

import datetime
import uuid

from django.db import transaction

from aizuchi.kernel.refusals import InThePast
from aizuchi.meetings import policies
from aizuchi.meetings.booked_spaces import latest_space_of
from aizuchi.meetings.events import DateWishesChanged
from aizuchi.meetings.models import DateWish, Meeting
from aizuchi.meetings.operations.access import access_meeting, lock_meeting
from aizuchi.meetings.operations.arrangement import Arrangement, check_arrangement
from aizuchi.meetings.operations.hold import NotHeldYet
from aizuchi.meetings.operations.next_meeting import ensure_next_meeting
from aizuchi.meetings.operations.recording import tell
from aizuchi.meetings.operations.schedule import (
    DatedMeanwhile,
    lock_pair,
    next_dated_after,
    say_settled,
    schedule_meeting,
)
from aizuchi.people.models import Person


@transaction.atomic
def wish_for_date(
    *, actor: Person, meeting_id: uuid.UUID, starts_at: datetime.datetime, now: datetime.datetime
) -> Meeting | None:
    """Returns the 1on1 that has its date by this, None as long as the other has not chosen the same.

    Both at once come here one after the other. Raises DatedMeanwhile, where the two have a date already: then nothing
    is booked. Raises InThePast, NotFree; NotHeldYet before there is anything to wrap up.
    """
    lock_pair(access_meeting(viewer=actor, meeting_id=meeting_id).pair)
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    if meeting.state == Meeting.State.PLANNED:
        raise NotHeldYet
    if starts_at <= now:
        raise InThePast(field="starts_at")
    if dated := next_dated_after(meeting, now=now):
        if dated.starts_at == starts_at:
            return dated
        dated.edited_by = Person.objects.filter(pk=dated.edited_by_id).first()
        raise DatedMeanwhile(say_settled(dated))
    wanted = _as_this_time(meeting, starts_at)
    following = ensure_next_meeting(pair=meeting.pair, now=now)
    following.pair = meeting.pair
    check_arrangement(following, wanted, actor=actor, now=now)
    others = DateWish.objects.filter(meeting=meeting).exclude(person=actor)
    agreed = others.filter(starts_at=starts_at).exists()
    DateWish.objects.update_or_create(
        meeting=meeting, person=actor, defaults={"starts_at": starts_at, "created_at": now}
    )
    tell(DateWishesChanged, meeting, actor=actor, now=now)
    if not agreed:
        return None
    dated = schedule_meeting(
        actor=actor, pair_id=meeting.pair_id, arrangement=wanted, now=now, meant=following.pk, settled_in_id=meeting.pk
    )
    meeting.date_wishes.all().delete()
    return dated


@transaction.atomic
def drop_date_wish(*, actor: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> None:
    """One would rather look again."""
    meeting = lock_meeting(actor=actor, meeting_id=meeting_id, may=policies.may_write_meeting, now=now)
    meeting.date_wishes.filter(person=actor).delete()
    tell(DateWishesChanged, meeting, actor=actor, now=now)


def _as_this_time(meeting: Meeting, starts_at: datetime.datetime) -> Arrangement:
    return Arrangement(
        starts_at=starts_at,
        minutes=meeting.pair.minutes,
        place_kind=meeting.place_kind,
        place=meeting.place,
        video_url=meeting.video_url,
        space_id=latest_space_of(meeting),
        goes_without_space=True,
    )
