"""Somebody asks for a 1on1, or has answered: the other hears of it. Why they ask stands on the page only."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import NotificationType
from aizuchi.notifications.raising import tell
from aizuchi.pairs.events import ProposalAnswered, ProposalMade
from aizuchi.pairs.models import Proposal
from aizuchi.people.models import Person

Answer = Proposal.Answer


def tell_who_is_asked(event: ProposalMade) -> None:
    proposal = Proposal.objects.get(pk=event.proposal_id)
    tell(
        type_code=ASKED.code,
        person_ids=[proposal.receiver().pk],
        key=str(proposal.pk),
        subject_id=proposal.pk,
        now=event.at,
    )


def tell_who_asked(event: ProposalAnswered) -> None:
    """Taking it back oneself needs no mail, and a no is told on the page, where it can be said kindly."""
    proposal = Proposal.objects.get(pk=event.proposal_id)
    if proposal.answer == Answer.ACCEPTED:
        tell(
            type_code=ASKED.code,
            person_ids=[proposal.proposed_by_id],
            key=f"{proposal.pk}:answer",
            subject_id=proposal.pk,
            now=event.at,
        )


def compose(notices: Sequence[Notice], now: datetime) -> Mapping[uuid.UUID, Message]:
    wanted = {notice.subject_id for notice in notices}
    rows = Proposal.objects.filter(pk__in=wanted, answer__in=["", Answer.ACCEPTED])
    found = {proposal.pk: proposal for proposal in rows.select_related("mentee", "mentor")}
    messages = {}
    for notice in notices:
        proposal = found.get(notice.subject_id)
        if proposal and not proposal.answer and notice.key == str(proposal.pk):
            messages[notice.pk] = _compose_asked(proposal, notice.person)
        elif proposal and proposal.answer and notice.key != str(proposal.pk):
            messages[notice.pk] = _compose_accepted(proposal, notice.person)
    return messages


def _compose_asked(proposal: Proposal, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": _other(proposal, person).short_name}
        return Message(
            kind=ASKED.code,
            subject=_("%(name)s would like to have 1on1s with you") % told,
            lines=(_("Have a look at what %(name)s has in mind. A no is fine, too, and needs no reason.") % told,),
            link=absolute(reverse("pairs:proposal", args=[proposal.pk])),
            link_label=_("Read it"),
        )


def _compose_accepted(proposal: Proposal, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": _other(proposal, person).short_name}
        return Message(
            kind=ASKED.code,
            subject=_("%(name)s said yes to 1on1s with you") % told,
            lines=(_("Now the two of you need a first day."),),
            link=absolute(reverse("meetings:schedule", args=[proposal.pair_id])),
            link_label=_("See times that suit"),
        )


def _other(proposal: Proposal, person: Person) -> Person:
    return proposal.mentor if person.pk == proposal.mentee_id else proposal.mentee


ASKED = NotificationType(
    code="proposal",
    label=gettext_lazy("When somebody asks for a 1on1"),
    explanation=gettext_lazy("Right away, and when they say yes to you."),
    compose=compose,
)
