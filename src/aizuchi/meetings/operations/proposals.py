"""One of the two offers up to three times, the other takes one."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import record
from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import policies
from aizuchi.meetings.events import SlotsProposed
from aizuchi.meetings.models import ProposedSlot, SlotProposal
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.access import access_pair
from aizuchi.people.models import Person

MOST = 3
Answer = SlotProposal.Answer


class BadNumberOfSlots(Refusal):
    field = "slot"
    sentence = gettext_lazy("Please choose one to three times to offer.")


class SlotHasPassed(Refusal):
    field = "slot"
    sentence = gettext_lazy("One of these times has already passed. Please choose a later one.")


class SettledMeanwhile(Refusal):
    sentence = gettext_lazy("These times are no longer open: another date was settled meanwhile.")


@transaction.atomic
def propose_slots(
    *,
    actor: Person,
    pair_id: uuid.UUID,
    starts: Sequence[datetime.datetime],
    minutes: int,
    now: datetime.datetime,
    meeting_id: uuid.UUID | None = None,
) -> SlotProposal:
    """Replaces what either of the two had offered. Raises BadNumberOfSlots, SlotHasPassed."""
    pair = access_pair(actor, pair_id)
    require(policies.may_propose_slots(actor, pair, on=actor.today(now)))
    wanted = sorted(set(starts))
    if not 1 <= len(wanted) <= MOST or not 5 <= minutes <= 480:
        raise BadNumberOfSlots
    if wanted[0] <= now:
        raise SlotHasPassed
    Pair.objects.select_for_update().get(pk=pair.pk)
    settle_open_proposals(pair_id=pair.pk, now=now)
    proposal = SlotProposal.objects.create(
        pair=pair, proposed_by=actor, meeting_id=meeting_id, minutes=minutes, created_at=now
    )
    length = datetime.timedelta(minutes=minutes)
    ProposedSlot.objects.bulk_create(
        [ProposedSlot(proposal=proposal, starts_at=start, ends_at=start + length) for start in wanted]
    )
    _note(proposal, "proposed", actor, now)
    partner = pair.partner_of(actor)
    publish(SlotsProposed(proposal_id=proposal.pk, pair_id=pair.pk, person_id=partner.pk, actor_id=actor.pk, at=now))
    return proposal


@transaction.atomic
def withdraw_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime.datetime) -> SlotProposal:
    """By who made it. Once settled there is nothing to take back, which is no mistake."""
    proposal = lock_proposal(actor=actor, proposal_id=proposal_id)
    require(policies.may_withdraw_proposal(actor, proposal))
    return _answer(proposal, Answer.WITHDRAWN, actor, now)


@transaction.atomic
def decline_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime.datetime) -> SlotProposal:
    """None of the times suits."""
    proposal = lock_proposal(actor=actor, proposal_id=proposal_id)
    require(policies.may_answer_proposal(actor, proposal, on=actor.today(now)))
    return _answer(proposal, Answer.DECLINED, actor, now)


def claim_slot(*, actor: Person, slot_id: uuid.UUID, now: datetime.datetime) -> ProposedSlot:
    """Marks the slot as chosen, for the operation that gives the 1on1 its date. Raises SettledMeanwhile."""
    proposal_id = get_object_or_404(ProposedSlot, pk=slot_id).proposal_id
    proposal = lock_proposal(actor=actor, proposal_id=proposal_id)
    require(policies.may_answer_proposal(actor, proposal, on=actor.today(now)))
    slot = ProposedSlot.objects.get(pk=slot_id)
    slot.proposal = proposal
    if proposal.answer:
        raise SettledMeanwhile
    slot.is_taken = True
    slot.save(update_fields=["is_taken"])
    _answer(proposal, Answer.TAKEN, actor, now)
    return slot


def settle_open_proposals(*, pair_id: uuid.UUID, now: datetime.datetime) -> None:
    """A date was found otherwise."""
    SlotProposal.objects.open().filter(pair=pair_id).update(answer=Answer.OVERTAKEN, answered_at=now)


def lock_proposal(*, actor: Person, proposal_id: uuid.UUID) -> SlotProposal:
    """Http404 for everybody but the two."""
    proposals = SlotProposal.objects.visible_to(actor).select_related("pair__mentee", "pair__mentor")
    return get_object_or_404(proposals.select_for_update(of=("self",)), pk=proposal_id)


def _answer(proposal: SlotProposal, answer: str, actor: Person, now: datetime.datetime) -> SlotProposal:
    if proposal.answer:
        return proposal
    proposal.answer, proposal.answered_at = answer, now
    proposal.save(update_fields=["answer", "answered_at"])
    _note(proposal, answer, actor, now)
    return proposal


def _note(proposal: SlotProposal, what: str, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=proposal.pair.organization_id,
        actor=actor,
        action=f"meetings.slots.{what}",
        subject_id=proposal.pair_id,
        detail={"proposal_id": proposal.pk},
        now=now,
    )
