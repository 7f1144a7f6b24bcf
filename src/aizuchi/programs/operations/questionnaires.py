"""Both sides are asked before, in the middle and after: drafts of surveys, made of our own sets."""

import datetime
import uuid

from django.db import transaction

from aizuchi.people.models import Person
from aizuchi.programs.models import Participant, ProgramSurvey
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.survey_audiences import audience_of, sides_of
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import create_survey

SETS = {Participant.Side.MENTOR: "mentor"}
"""Peers and mentees are asked the same."""


@transaction.atomic
def prepare_questionnaires(
    *, actor: Person, program_id: uuid.UUID, moment: str, now: datetime.datetime
) -> list[ProgramSurvey]:
    """One for each side that has none of that moment yet. Raises Http404, PermissionDenied."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    known = set(program.surveys.filter(moment=moment).values_list("side", flat=True))
    made = []
    for side in sides_of(program):
        if side in known:
            continue
        definition = get_library_set(f"program_{SETS.get(side, 'mentee')}_{moment}")
        survey = create_survey(
            actor=actor,
            kind=Survey.Kind.PROGRAM,
            definition=definition,
            audience=audience_of(program, side),
            now=now,
        )
        made.append(ProgramSurvey.objects.create(program=program, survey=survey, moment=moment, side=side))
    if made:
        record_step(program, "asked", actor, now, moment=moment)
    return made
