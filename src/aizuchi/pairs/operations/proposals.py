"""One person asks another for a 1on1; the other says yes, or not this time."""

import datetime
import uuid
from typing import Literal

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.pairs.events import ProposalAnswered, ProposalMade
from aizuchi.pairs.models import Pair, Proposal
from aizuchi.pairs.operations.start import Frame, begin, refuse_misfit, seats
from aizuchi.pairs.policies import may_answer, may_propose_to, may_withdraw
from aizuchi.people.models import Person

Seat = Literal["mentee", "mentor"]


class NeedsWords(Refusal):
    sentence = _("Please write a line about why. It makes answering easier.")
    field = "words"


class TooManyWords(Refusal):
    sentence = _("Please keep it within 500 characters.")
    field = "words"


class AlreadyAsked(Refusal):
    sentence = _("The two of you already have a proposal of this kind waiting for an answer.")


class AlreadyAnswered(Refusal):
    sentence = _("This proposal has been answered already.")


@transaction.atomic
def propose(
    *, actor: Person, to_id: uuid.UUID, my_seat: Seat, frame: Frame, words: str, now: datetime.datetime
) -> Proposal:
    """`my_seat` is the one the actor would take. Raises Refusal."""
    other = get_object_or_404(Person.objects.visible_to(actor), pk=to_id)
    mentee, mentor = (actor, other) if my_seat == "mentee" else (other, actor)
    refuse_misfit(mentee, mentor, frame.kind, on=actor.organization.today(now))
    require(may_propose_to(actor, other))
    mentee, mentor = seats(mentee, mentor, frame.kind)
    if Proposal.objects.waiting().filter(mentee=mentee, mentor=mentor, kind=frame.kind).exists():
        raise AlreadyAsked
    proposal = Proposal(
        organization=actor.organization,
        kind=frame.kind,
        aim=frame.aim,
        mentee=mentee,
        mentor=mentor,
        proposed_by=actor,
        cadence=frame.cadence,
        minutes=frame.minutes,
        words=_worded(words),
        created_at=now,
    )
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as refused:  # the other was faster
        raise AlreadyAsked from refused
    publish(ProposalMade(proposal_id=proposal.pk, actor_id=actor.pk, at=now))
    return proposal


@transaction.atomic
def accept_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime.datetime) -> Pair:
    """The pair begins today. Raises Refusal when something has changed since it was proposed."""
    proposal = _lock(actor, proposal_id)
    if proposal.answer:
        raise AlreadyAnswered
    require(may_answer(actor, proposal))
    proposal.pair = begin(
        mentee=proposal.mentee,
        mentor=proposal.mentor,
        frame=Frame(kind=proposal.kind, aim=proposal.aim, cadence=proposal.cadence, minutes=proposal.minutes),
        starts_on=actor.organization.today(now),
        actor=actor,
        now=now,
        is_chosen=True,
    )
    _answer(proposal, Proposal.Answer.ACCEPTED, actor=actor, now=now)
    return proposal.pair


@transaction.atomic
def decline_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime.datetime) -> Proposal:
    """Needs no reason and asks for none."""
    proposal = _lock(actor, proposal_id)
    if proposal.answer:
        raise AlreadyAnswered
    require(may_answer(actor, proposal))
    return _answer(proposal, Proposal.Answer.DECLINED, actor=actor, now=now)


@transaction.atomic
def withdraw_proposal(*, actor: Person, proposal_id: uuid.UUID, now: datetime.datetime) -> Proposal:
    proposal = _lock(actor, proposal_id)
    if proposal.answer:
        raise AlreadyAnswered
    require(may_withdraw(actor, proposal))
    return _answer(proposal, Proposal.Answer.WITHDRAWN, actor=actor, now=now)


def _lock(actor: Person, proposal_id: uuid.UUID) -> Proposal:
    proposals = Proposal.objects.visible_to(actor).select_for_update(of=("self",))
    return get_object_or_404(proposals.select_related("mentee", "mentor"), pk=proposal_id)


def _answer(proposal: Proposal, answer: Proposal.Answer, *, actor: Person, now: datetime.datetime) -> Proposal:
    proposal.answer, proposal.answered_at = answer, now
    proposal.save(update_fields=["answer", "answered_at", "pair"])
    publish(ProposalAnswered(proposal_id=proposal.pk, actor_id=actor.pk, at=now))
    return proposal


def _worded(words: str) -> str:
    if not words.strip():
        raise NeedsWords
    if len(words.strip()) > 500:
        raise TooManyWords
    return words.strip()
