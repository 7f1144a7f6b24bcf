"""Times that one of the two offered the other."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from aizuchi.meetings import policies
from aizuchi.meetings.clashes import add_busy_times, load_taken_times
from aizuchi.meetings.models import SlotProposal
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class SlotRow:
    id: uuid.UUID
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_free: bool
    """Still: nothing of the viewer's own has come up at that time, and no other 1on1 of the partner."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    id: uuid.UUID
    pair_id: uuid.UUID
    partner: Person
    is_mine: bool
    minutes: int
    slots: tuple[SlotRow, ...]
    is_move: bool
    may_answer: bool

    @property
    def is_over(self) -> bool:
        return not any(slot.is_free for slot in self.slots)


def offers_to(viewer: Person, now: datetime.datetime) -> QuerySet[SlotProposal]:
    """Both ways."""
    return SlotProposal.objects.visible_to(viewer).open().filter(slots__starts_at__gt=now)


def list_offered(*, viewer: Person, now: datetime.datetime, pair_id: uuid.UUID | None = None) -> list[Offered]:
    """Open proposals of the viewer's pairs, both ways; four queries at most. What has passed is left out."""
    proposals = offers_to(viewer, now).select_related("pair__mentee", "pair__mentor").distinct().order_by("created_at")
    found = list((proposals.filter(pair=pair_id) if pair_id else proposals).prefetch_related("slots"))
    slots = [slot for proposal in found for slot in proposal.slots.all() if slot.starts_at > now]
    if not slots:
        return []
    people = {viewer.pk, *(proposal.pair.partner_of(viewer).pk for proposal in found)}
    since, until = min(slot.starts_at for slot in slots), max(slot.ends_at for slot in slots)
    taken = load_taken_times(people, since=since, until=until)
    add_busy_times(taken, viewer.pk, since=since, until=until)
    return [
        Offered(
            id=proposal.pk,
            pair_id=proposal.pair_id,
            partner=(partner := proposal.pair.partner_of(viewer)),
            is_mine=proposal.proposed_by_id == viewer.pk,
            minutes=proposal.minutes,
            slots=tuple(
                SlotRow(
                    id=slot.pk,
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    is_free=taken.are_free([viewer.pk, partner.pk], slot.starts_at, slot.ends_at),
                )
                for slot in proposal.slots.all()
                if slot in slots
            ),
            is_move=proposal.meeting_id is not None,
            may_answer=policies.may_answer_proposal(viewer, proposal, on=timezone.localdate(now)),
        )
        for proposal in found
    ]
