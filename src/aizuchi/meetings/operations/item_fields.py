"""One field of an agenda item at a time, as it is typed or tapped."""

import datetime
import hashlib
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from aizuchi.catalogue.models import ExpectedResponse
from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.meetings import policies
from aizuchi.meetings.events import AgendaChanged
from aizuchi.meetings.models import AgendaItem
from aizuchi.meetings.operations.access import lock_item
from aizuchi.meetings.operations.recording import tell
from aizuchi.people.models import Person

LONGEST_COMMENT = 4000
MINUTES = (5, 10, 15, 20, 30, 45, 60)


class CommentTooLong(Refusal):
    field = "comment"
    sentence = gettext_lazy("A comment takes up to 4,000 characters. Longer thoughts fit into the notes.")


class ChangedElsewhere(Stale):
    """The field is no longer what the sender saw. `kept` is what stands there now; nothing was overwritten."""

    sentence = gettext_lazy("This was changed in another window. Both versions are here.")

    def __init__(self, kept: str) -> None:
        super().__init__()
        self.kept = kept


class OddChoice(Refusal):
    sentence = gettext_lazy("Please choose one of the answers.")


@transaction.atomic
def choose_response(
    *, actor: Person, item_id: uuid.UUID, response_id: uuid.UUID | None, now: datetime.datetime
) -> AgendaItem:
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_choose_response, now=now)
    response = None
    if response_id is not None:
        offered = ExpectedResponse.objects.filter(organization=item.meeting.pair.organization_id)
        response = get_object_or_404(offered, pk=response_id)
    item.expected_response = response
    item.save(update_fields=["expected_response"])
    tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


@transaction.atomic
def write_comment(
    *, actor: Person, item_id: uuid.UUID, comment: str, seen: str | None, now: datetime.datetime
) -> AgendaItem:
    """Keeps what was typed. `seen` is the fingerprint of what the writer started from; None overwrites knowingly.

    Also on an item that was taken off meanwhile, so that it is all there when it is put back.
    Raises CommentTooLong and ChangedElsewhere.
    """
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_write_comment, now=now)
    comment = comment.replace("\r\n", "\n")
    if len(comment) > LONGEST_COMMENT:
        raise CommentTooLong
    if comment == item.comment:
        return item
    if seen is not None and seen != fingerprint(item.comment):
        raise ChangedElsewhere(kept=item.comment)
    item.comment = comment
    item.save(update_fields=["comment"])
    tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


@transaction.atomic
def choose_decider(*, actor: Person, item_id: uuid.UUID, decider: str, now: datetime.datetime) -> AgendaItem:
    """Whose decision it is; an empty answer takes it back."""
    item = lock_item(actor=actor, item_id=item_id, may=policies.may_choose_response, now=now)
    if decider not in ("", *AgendaItem.Decider.values):
        raise OddChoice
    item.decider = decider
    item.save(update_fields=["decider"])
    tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


@transaction.atomic
def set_item_minutes(*, actor: Person, item_id: uuid.UUID, minutes: int | None, now: datetime.datetime) -> AgendaItem:
    """A rough share of the time; either of the two may set it."""
    item = lock_item(actor=actor, item_id=item_id, may=_may_write, now=now)
    if minutes is not None and not 1 <= minutes <= 480:
        raise OddChoice
    item.minutes = minutes
    item.save(update_fields=["minutes"])
    tell(AgendaChanged, item.meeting, actor=actor, now=now)
    return item


def fingerprint(text: str) -> str:
    """Tells two versions of a text apart without carrying the text itself."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _may_write(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    return policies.may_write_meeting(viewer, item.meeting, now)
