"""Whom surveys can ask by a program: all of one side who take part."""

import datetime
import uuid
from collections.abc import Collection, Iterator

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.ids import read_key
from aizuchi.people.models import Organization, Person
from aizuchi.programs.models import Participant, Program
from aizuchi.surveys.audiences import SEPARATOR, SurveyAudience

KEY = "program"
Side = Participant.Side
SIDES = {True: (Side.PEER,), False: (Side.MENTEE, Side.MENTOR)}


def sides_of(program: Program) -> tuple[Participant.Side, ...]:
    return SIDES[program.is_peer]


def audience_of(program: Program, side: str) -> str:
    """As a survey names it."""
    return f"{KEY}{SEPARATOR}{program.pk}.{side}"


def list_choices(viewer: Person, on: datetime.date) -> Iterator[tuple[str, str]]:
    for program in Program.objects.managed_by(viewer).exclude(state=Program.State.DRAFT):
        for side in sides_of(program):
            yield f"{program.pk}.{side}", f"{program.label}・{side.label}"


def find_people(organization: Organization, key: str, on: datetime.date) -> Collection[uuid.UUID]:
    program_id, _separator, side = key.partition(".")
    found = Participant.objects.joined().filter(
        program__organization=organization, program=read_key(program_id), side=side
    )
    return list(found.values_list("person", flat=True))


AUDIENCE = SurveyAudience(key=KEY, label=_("Programs"), list_choices=list_choices, find_people=find_people)
