"""A mentor offers times in a menu; whoever chooses one has the first 1on1 then."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import InThePast, Refusal
from aizuchi.people.models import Person
from aizuchi.programs.models import OfferedSlot, Participant, Program
from aizuchi.programs.operations.access import access_program

MOST_SLOTS = 20


class TooManySlots(Refusal):
    def __init__(self) -> None:
        super().__init__(_("%(most)d times are the most. Please take one out first.") % {"most": MOST_SLOTS})


class BeforeTheStart(Refusal):
    sentence = _("The program begins later than that. Please choose a later day.")


@transaction.atomic
def offer_slot(
    *, actor: Person, program_id: uuid.UUID, starts_at: datetime.datetime, now: datetime.datetime
) -> OfferedSlot:
    """Offering the same time again changes nothing. Raises Http404, Refusal."""
    own = _lock_mentor(actor, program_id)
    program = own.program
    if starts_at <= now:
        raise InThePast
    if program.starts_on and actor.organization.today(starts_at) < program.starts_on:
        raise BeforeTheStart
    if own.slots.filter(starts_at__gt=now).count() >= MOST_SLOTS:
        raise TooManySlots
    slot, _made = OfferedSlot.objects.get_or_create(mentor=own, starts_at=starts_at)
    return slot


@transaction.atomic
def remove_slot(*, actor: Person, program_id: uuid.UUID, slot_id: uuid.UUID) -> None:
    """One that nobody has taken. Raises Http404."""
    own = _lock_mentor(actor, program_id)
    get_object_or_404(own.slots.filter(taken_by__isnull=True), pk=slot_id).delete()


def _lock_mentor(actor: Person, program_id: uuid.UUID) -> Participant:
    program = access_program(viewer=actor, program_id=program_id)
    if program.mode != Program.Mode.MENU or not program.offers_slots or program.state == Program.State.ENDED:
        raise Http404
    mentors = Participant.objects.select_for_update(of=("self",)).select_related("program")
    mine = mentors.filter(program=program, person=actor, side=Participant.Side.MENTOR)
    return get_object_or_404(mine, state=Participant.State.JOINED)
