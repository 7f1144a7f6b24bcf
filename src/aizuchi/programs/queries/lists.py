import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aizuchi.people.models import Person
from aizuchi.programs import policies
from aizuchi.programs.joining import finds_by_choosing
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.queries.people_of_rules import list_open_sides_of_all
from aizuchi.programs.queries.show import count_joined

State = Program.State


@dataclass(frozen=True, kw_only=True)
class ManagedLine:
    program: Program
    joined: Mapping[str, int]
    is_over_joining: bool
    """Its last day to join has passed, and whoever looks after it brings people together."""


@dataclass(frozen=True, kw_only=True)
class OpenLine:
    program: Program
    sides: list[str]


@dataclass(frozen=True, kw_only=True)
class ProgramList:
    own: list[Participant]
    """In which the viewer takes part."""
    open: list[OpenLine]
    """Which the viewer may join."""
    managed: list[tuple[State, list[ManagedLine]]]
    may_set_up: bool


def list_programs(viewer: Person, *, now: datetime.datetime) -> ProgramList:
    on = viewer.organization.today(now)
    own = list(
        Participant.objects.filter(person=viewer)
        .exclude(state__in=(Participant.State.DECLINED, Participant.State.LEFT))
        .exclude(program__state__in=(State.DRAFT, State.ENDED))
        .select_related("program")
        .order_by("-program__opened_at", "pk")
    )
    joined = [row for row in own if row.state == Participant.State.JOINED]
    return ProgramList(
        own=joined,
        open=_list_open(viewer, own, on),
        managed=_list_managed(viewer, on),
        may_set_up=policies.may_set_up(viewer, on=on),
    )


def _list_open(viewer: Person, own: Sequence[Participant], on: datetime.date) -> list[OpenLine]:
    """What the rules open to the viewer, and what HR asked them to join."""
    sides = {program.pk: (program, found) for program, found in list_open_sides_of_all(viewer, on)}
    for row in own:
        if row.state == Participant.State.JOINED:
            sides.pop(row.program_id, None)
        elif row.state == Participant.State.INVITED and row.program.takes_people_on(on):
            sides.setdefault(row.program_id, (row.program, [row.side]))
    return [OpenLine(program=program, sides=found) for program, found in sides.values()]


def _list_managed(viewer: Person, on: datetime.date) -> list[tuple[State, list[ManagedLine]]]:
    if not policies.may_set_up(viewer, on=on):
        return []
    programs = list(Program.objects.managed_by(viewer).select_related("owner"))
    joined = count_joined(programs)
    lines = [
        ManagedLine(
            program=program,
            joined=joined[program.pk],
            is_over_joining=not finds_by_choosing(program)
            and program.state == State.OPEN
            and not program.takes_people_on(on),
        )
        for program in programs
    ]
    by_state = [(state, [line for line in lines if line.program.state == state]) for state in State]
    return [(state, found) for state, found in by_state if found]
