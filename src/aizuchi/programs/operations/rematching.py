"""Somebody asked for another partner, and whoever looks after the program frees them for one."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.pairs.operations import close_pairs
from aizuchi.people.models import Person
from aizuchi.programs.models import PartnerChange, Program
from aizuchi.programs.operations.access import lock_program, record_step


@transaction.atomic
def free_for_another(*, actor: Person, change_id: uuid.UUID, now: datetime.datetime) -> Program:
    """Their 1on1s end without a reason, and the next draft brings the two together no more.

    A second press changes nothing. Raises Http404, PermissionDenied.
    """
    managed = Program.objects.managed_by(actor)
    found = PartnerChange.objects.select_related("match").filter(match__program__in=managed)
    change = get_object_or_404(found, pk=change_id)
    program = lock_program(actor=actor, program_id=change.match.program_id, now=now)
    waiting = PartnerChange.objects.filter(pk=change.pk, answer="")
    if waiting.update(answer=PartnerChange.Answer.CHANGED, answered_at=now):
        pair_ids = [change.match.pair_id] if change.match.pair_id else []
        close_pairs(organization=program.organization, pair_ids=pair_ids, actor=actor, now=now)
        record_step(program, "freed", actor, now)
    return program
