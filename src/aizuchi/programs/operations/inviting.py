"""HR asks people whether they would listen; they say yes by joining, or not this time without a reason."""

import datetime
import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Leave, Person
from aizuchi.programs.events import MentorsInvited
from aizuchi.programs.joining import side_of
from aizuchi.programs.models import Participant
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.vetoes import seal_vetoes

State = Participant.State
MOST_AT_ONCE = 50


class CannotInvite(Refusal):
    sentence = _("People can be asked while the program is open.")


@transaction.atomic
def invite_mentors(
    *, actor: Person, program_id: uuid.UUID, person_ids: Collection[uuid.UUID], now: datetime.datetime
) -> list[Participant]:
    """Those who take part or were asked before are left alone, and so is whoever left or is on leave.

    Raises Http404, PermissionDenied, CannotInvite.
    """
    program = lock_program(actor=actor, program_id=program_id, now=now)
    on = actor.organization.today(now)
    if not program.takes_people_on(on):
        raise CannotInvite
    away = Leave.objects.on(on).filter(person__organization=program.organization_id).values("person")
    people = Person.objects.visible_to(actor).present_on(on).exclude(pk__in=away).filter(pk__in=person_ids)
    known = program.participants.values_list("person", flat=True)
    invited = []
    for person in people.exclude(pk__in=known)[:MOST_AT_ONCE]:
        participant = Participant(
            program=program, person=person, side=side_of(program, is_mentor=True), state=State.INVITED, asked_at=now
        )
        seal_vetoes(participant, (), organization_id=program.organization_id, now=now)
        participant.save(force_insert=True)
        invited.append(participant)
    if invited:
        record_step(program, "invited", actor, now, count=len(invited))
        ids = tuple(one.pk for one in invited)
        publish(MentorsInvited(participant_ids=ids, actor_id=actor.pk, at=now))
    return invited
