"""People are asked to join; it can be taken back while nobody has, and it ends."""

import datetime
import uuid

from django.db import transaction

from aizuchi.kernel import events
from aizuchi.people.models import Person
from aizuchi.programs.events import ProgramEnded, ProgramOpened, ProgramTakenBack
from aizuchi.programs.facts import facts_of_program
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.operations.set_up import lock_draft
from aizuchi.programs.queries.people_of_rules import count_people
from aizuchi.programs.readiness import list_missing
from aizuchi.programs.refusals import HasEnded, NotOut, NotReady, SomeHaveJoined


@transaction.atomic
def open_program(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """Everybody it is for is asked. Raises HasGoneOut, NotReady."""
    program = lock_draft(actor, program_id, now)
    on = program.organization.today(now)
    facts = facts_of_program(program)
    counts = count_people(program.organization, facts.rules, on)
    if list_missing(facts, counts, on):
        raise NotReady
    program.state, program.opened_at = Program.State.OPEN, now
    program.save(update_fields=["state", "opened_at"])
    record_step(program, "opened", actor, now, kind=program.kind)
    events.publish(ProgramOpened(program_id=program.pk, actor_id=actor.pk, at=now))
    return program


@transaction.atomic
def take_program_back(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """A draft again. Raises NotOut, SomeHaveJoined."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    if program.state != Program.State.OPEN:
        raise NotOut
    if program.participants.joined().exists():
        raise SomeHaveJoined
    program.participants.filter(state=Participant.State.INVITED).delete()
    program.state, program.opened_at = Program.State.DRAFT, None
    program.save(update_fields=["state", "opened_at"])
    record_step(program, "taken_back", actor, now, kind=program.kind)
    events.publish(ProgramTakenBack(program_id=program.pk, actor_id=actor.pk, at=now))
    return program


@transaction.atomic
def end_program(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """Raises NotOut, HasEnded."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    if program.is_draft:
        raise NotOut
    if program.state == Program.State.ENDED:
        raise HasEnded
    program.state, program.ended_at = Program.State.ENDED, now
    program.save(update_fields=["state", "ended_at"])
    record_step(program, "ended", actor, now, kind=program.kind)
    events.publish(ProgramEnded(program_id=program.pk, actor_id=actor.pk, at=now))
    return program
