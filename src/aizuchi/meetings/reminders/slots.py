"""The other offers times to choose from: that they do, and a way there."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.meetings.events import SlotsProposed
from aizuchi.meetings.models import SlotProposal
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import NotificationType
from aizuchi.notifications.raising import tell
from aizuchi.people.models import Person


def tell_who_may_choose(event: SlotsProposed) -> None:
    tell(
        type_code=OFFERED.code,
        person_ids=[event.person_id],
        key=str(event.proposal_id),
        subject_id=event.proposal_id,
        now=event.at,
    )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    rows = SlotProposal.objects.open().filter(pk__in={notice.subject_id for notice in notices})
    found = {proposal.pk: proposal for proposal in rows.select_related("proposed_by")}
    return {
        notice.pk: _compose_message(found[notice.subject_id], notice.person)
        for notice in notices
        if notice.subject_id in found
    }


def _compose_message(proposal: SlotProposal, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": proposal.proposed_by.short_name}
        return Message(
            kind=OFFERED.code,
            subject=_("%(name)s offers you times for your 1on1") % told,
            lines=(_("Choose the one that suits you best. If none does, you can offer others."),),
            link=absolute(reverse("pair", args=[proposal.pair_id])),
            link_label=_("Choose a time"),
        )


OFFERED = NotificationType(
    code="slots",
    label=gettext_lazy("When somebody offers you times"),
    explanation=gettext_lazy("Right away."),
    compose=compose,
)
