"""Every open pair always has a next meeting, dated or not: a thought can go in at any time."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.places import release_spaces
from aizuchi.meetings.operations.recording import keep_record
from aizuchi.pairs.models import Pair

State = Meeting.State


def ensure_next_meeting(*, pair: Pair, now: datetime.datetime) -> Meeting:
    """The pair's earliest planned meeting; an undated one is made where none is."""
    planned = Meeting.objects.filter(pair=pair, state=State.PLANNED)
    if found := planned.order_by("starts_at").first():
        return found
    try:
        with transaction.atomic():
            return Meeting.objects.create(pair=pair, minutes=pair.minutes, created_at=now)
    except IntegrityError:  # the other of the two was faster
        return planned.get(starts_at__isnull=True)


@transaction.atomic
def ensure_next_meetings(*, pair_ids: Iterable[uuid.UUID], now: datetime.datetime) -> int:
    """The same for many new pairs at once, with two queries; returns how many were made."""
    planned = Meeting.objects.filter(pair=OuterRef("pk"), state=State.PLANNED)
    lonely = Pair.objects.filter(~Exists(planned), pk__in=list(pair_ids)).only("pk", "minutes")
    fresh = [Meeting(pair_id=pair.pk, minutes=pair.minutes, created_at=now) for pair in lonely]
    Meeting.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


@transaction.atomic
def cancel_meetings_of_ended_pairs(*, pair_ids: Iterable[uuid.UUID], now: datetime.datetime) -> int:
    """Quietly: nobody is told twice that their pair ended. What was prepared stays to be read."""
    planned = Meeting.objects.filter(pair__in=list(pair_ids), state=State.PLANNED)
    ended = list(planned.select_related("pair"))
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in ended]).update(state=State.CANCELLED, cancelled_at=now)
    release_spaces([meeting.pk for meeting in ended], now=now)
    for meeting in ended:
        if meeting.starts_at:
            keep_record("cancelled", meeting, actor=None, now=now, was_at=meeting.starts_at.isoformat())
    return len(ended)
