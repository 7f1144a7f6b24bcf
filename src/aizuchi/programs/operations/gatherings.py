"""Those who take part come together: a gathering for all of one side, or of both."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.operations import GatheringFacts, create_gathering, invite_people
from aizuchi.people.models import Person
from aizuchi.programs.models import ProgramGathering
from aizuchi.programs.operations.access import lock_program, record_step


@dataclass(frozen=True, kw_only=True)
class Cohort:
    occasion: str
    side: str
    """Empty for all."""
    title: str
    starts_at: datetime.datetime
    minutes: int
    place: str = ""
    video_url: str = ""
    places: int | None = None


@transaction.atomic
def add_gathering(*, actor: Person, program_id: uuid.UUID, cohort: Cohort, now: datetime.datetime) -> ProgramGathering:
    """Everybody of that side who takes part is invited. Raises Http404, PermissionDenied, Refusal."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    facts = GatheringFacts(
        kind=Gathering.Kind.COHORT,
        title=cohort.title,
        starts_at=cohort.starts_at,
        minutes=cohort.minutes,
        audience=Gathering.Audience.INVITED,
        place=cohort.place,
        video_url=cohort.video_url,
        places=cohort.places,
    )
    gathering = create_gathering(actor=actor, facts=facts, now=now)
    taking_part = program.participants.joined()
    if cohort.side:
        taking_part = taking_part.filter(side=cohort.side)
    people = list(taking_part.values_list("person", flat=True))
    invite_people(actor=actor, gathering_id=gathering.pk, person_ids=people, now=now)
    record_step(program, "gathered", actor, now, occasion=cohort.occasion)
    return ProgramGathering.objects.create(
        program=program, gathering=gathering, occasion=cohort.occasion, side=cohort.side
    )
