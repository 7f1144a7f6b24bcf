"""A hand held out to two people by somebody who sees that they met, and when. It reaches both."""

import datetime
import uuid
from enum import StrEnum

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.meetings.reminders.overdue import OVERDUE
from aizuchi.meetings.reminders.rhythm import RHYTHM
from aizuchi.notifications.raising import tell
from aizuchi.pages.queries.holding import find_aid, find_offers
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


class Offered(StrEnum):
    NOW = "now"
    BEFORE = "before"  # in this week: it reaches the two once a week, however often it is asked
    NOT_NEEDED = "not needed"


OFFERS = {"wait": ("days", OVERDUE), "seldom": ("rhythm", RHYTHM)}


@transaction.atomic
def offer_hand(*, pair_id: uuid.UUID, actor: Person, now: datetime.datetime) -> Offered:
    """Raises PermissionDenied and Pair.DoesNotExist."""
    offer = OFFERS.get(find_aid(pair_id, viewer=actor, now=now))
    if offer is None:
        return Offered.NOT_NEEDED
    name, sort = offer
    pair = Pair.objects.select_for_update(of=("self",)).get(pk=pair_id)
    if find_offers([pair_id], now=now):
        return Offered.BEFORE
    week = f"{now:%G-W%V}"
    tell(
        type_code=sort.code,
        person_ids=[pair.mentee_id, pair.mentor_id],
        key=f"offered:{pair_id}:{week}",
        subject_id=pair_id,
        now=now,
    )
    record(
        organization_id=pair.organization_id,
        actor=actor,
        action=f"meetings.offered.{name}",
        subject_id=pair_id,
        now=now,
        detail={"pair_id": pair_id},
    )
    return Offered.NOW
