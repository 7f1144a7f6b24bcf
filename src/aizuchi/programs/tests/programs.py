"""Programs that tests talk about."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from aizuchi.people.models import Person, Unit
from aizuchi.programs.models import Participant, Program


def make_program(owner: Person, units: Iterable[Unit] = (), **facts: Any) -> Program:
    """Both choose, monthly, for half a year; a draft unless told otherwise."""
    usual = {"kind": "mentor", "mode": "mutual", "aim": "deepen", "name": "部署をこえるメンター制度"}
    program = Program.objects.create(
        organization=owner.organization,
        owner=owner,
        created_by=owner,
        created_at=timezone.now(),
        **usual | facts,
    )
    program.target_units.set(units)
    return program


def take_part(program: Program, person: Person, side: str, **facts: Any) -> Participant:
    return Participant.objects.create(
        program=program, person=person, side=side, **{"state": "joined", "joined_at": timezone.now()} | facts
    )
