"""A proposed time is taken with one tap."""

import dataclasses
import datetime
import uuid

from django.db import transaction

from aizuchi.meetings.booked_spaces import latest_space_of
from aizuchi.meetings.models import Meeting, ProposedSlot
from aizuchi.meetings.operations.arrangement import Arrangement, arrangement_of
from aizuchi.meetings.operations.proposals import claim_slot
from aizuchi.meetings.operations.schedule import move_meeting, schedule_meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


@transaction.atomic
def take_slot(*, actor: Person, slot_id: uuid.UUID, now: datetime.datetime) -> Meeting:
    """Dates the pair's next 1on1, or moves the one that was to be moved. Everything else is as last time.

    Raises SettledMeanwhile, and InThePast or NotFree where the time has gone; then the proposal stays open.
    """
    slot = claim_slot(actor=actor, slot_id=slot_id, now=now)
    pair = slot.proposal.pair
    dated = Meeting.objects.filter(pair=pair, state=Meeting.State.PLANNED, starts_at__isnull=False)
    moved = dated.filter(pk=slot.proposal.meeting_id).first() if slot.proposal.meeting_id else None
    if moved is None:
        return schedule_meeting(actor=actor, pair_id=pair.pk, arrangement=_as_last_time(pair, slot), now=now)
    wanted = dataclasses.replace(arrangement_of(moved), starts_at=slot.starts_at, minutes=slot.proposal.minutes)
    return move_meeting(actor=actor, meeting_id=moved.pk, arrangement=wanted, version=moved.version, now=now)


def _as_last_time(pair: Pair, slot: ProposedSlot) -> Arrangement:
    took_place = Meeting.objects.filter(pair=pair, state__in=[Meeting.State.HELD, Meeting.State.CLOSED])
    like = took_place.order_by("-starts_at").first() or Meeting(pair=pair)
    return Arrangement(
        starts_at=slot.starts_at,
        minutes=slot.proposal.minutes,
        place_kind=like.place_kind,
        place=like.place,
        video_url=like.video_url,
        space_id=latest_space_of(like),
        goes_without_space=True,
    )
