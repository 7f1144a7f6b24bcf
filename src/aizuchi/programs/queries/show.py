"""A program as whoever opens it reads it: what it is, how one joins, how it stands for oneself."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from aizuchi.people.models import Person
from aizuchi.programs import policies
from aizuchi.programs.facts import facts_of_program
from aizuchi.programs.invitation_words import ProgramInvitation, write_invitation
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.queries.invitation import names_for
from aizuchi.programs.queries.people_of_rules import list_open_sides

Side = Participant.Side


@dataclass(frozen=True, kw_only=True)
class ProgramPage:
    program: Program
    invitation: ProgramInvitation
    positioning: str
    own: Participant | None
    """How the viewer takes part, or did."""
    sides: list[str]
    """On which the viewer may join today."""
    joined: Mapping[str, int]
    """By side; only for whoever looks after it."""
    may_manage: bool
    may_take_back: bool


def get_program_page(viewer: Person, program: Program, *, now: datetime.datetime) -> ProgramPage:
    """The caller has found the program among those that are visible to the viewer."""
    on = viewer.organization.today(now)
    own = program.participants.filter(person=viewer).first()
    sides = list_open_sides(viewer, program, on)
    side = own.side if own else next(iter(sides), Side.PEER if program.is_peer else Side.MENTEE)
    may_manage = policies.may_manage(viewer, program, on=on)
    joined = count_joined([program])[program.pk] if may_manage else {}
    facts = facts_of_program(program)
    return ProgramPage(
        program=program,
        invitation=write_invitation(facts, names_for(viewer.organization, program.kind, on=on), side=side),
        positioning=program.positioning,
        own=own,
        sides=[] if own and own.state in (Participant.State.JOINED,) else sides,
        joined=joined,
        may_manage=may_manage,
        may_take_back=may_manage and program.state == Program.State.OPEN and not any(joined.values()),
    )


def count_joined(programs: list[Program]) -> dict[object, dict[str, int]]:
    """By program and side, those who take part. One query."""
    found: dict[object, dict[str, int]] = {
        program.pk: dict.fromkeys([Side.PEER] if program.is_peer else [Side.MENTEE, Side.MENTOR], 0)
        for program in programs
    }
    rows = Participant.objects.joined().filter(program__in=programs).values_list("program", "side")
    for program, side, count in rows.annotate(Count("pk")):
        found[program][side] = count
    return found
