"""A program as whoever opens it reads it: what it is, how one joins, how it stands for oneself."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from aizuchi.people.models import Person
from aizuchi.programs import policies
from aizuchi.programs.facts import facts_of_program
from aizuchi.programs.invitation_words import ProgramInvitation, write_invitation
from aizuchi.programs.joining import finds_by_choosing, may_choose
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.queries.invitation import names_for
from aizuchi.programs.queries.people_of_rules import list_open_sides

Side, State = Participant.Side, Participant.State


@dataclass(frozen=True, kw_only=True)
class ProgramPage:
    program: Program
    invitation: ProgramInvitation
    positioning: str
    own: Participant | None
    """How the viewer takes part, did, or is asked to."""
    sides: Sequence[str]
    """On which the viewer may join today."""
    may_choose: bool
    has_menu: bool
    joined: Mapping[str, int]
    """By side; only for whoever looks after it."""
    may_manage: bool
    may_take_back: bool
    takes_people: bool

    @property
    def takes_part(self) -> bool:
        return self.own is not None and self.own.state == State.JOINED

    @property
    def own_address(self) -> str:
        """Where the viewer wrote what they want, or offer."""
        is_mentor = self.own is not None and self.own.side == Side.MENTOR
        return reverse("programs:volunteer" if is_mentor else "programs:join", args=[self.program.pk])


def get_program_page(viewer: Person, program: Program, *, now: datetime.datetime) -> ProgramPage:
    """The caller has found the program among those that are visible to the viewer."""
    on = viewer.organization.today(now)
    own = program.participants.filter(person=viewer).first()
    sides = list_sides_for(own, viewer, program, on)
    side = own.side if own else next(iter(sides), Side.PEER if program.is_peer else Side.MENTEE)
    may_manage = policies.may_manage(viewer, program, on=on)
    joined = count_joined([program])[program.pk] if may_manage else {}
    facts = facts_of_program(program)
    return ProgramPage(
        program=program,
        invitation=write_invitation(facts, names_for(viewer.organization, program.kind, on=on), side=side),
        positioning=program.positioning,
        own=own,
        sides=sides,
        may_choose=own is not None and may_choose(program, own),
        has_menu=finds_by_choosing(program),
        joined=joined,
        may_manage=may_manage,
        takes_people=program.takes_people_on(on),
        may_take_back=may_manage and program.state == Program.State.OPEN and not any(joined.values()),
    )


def list_sides_for(own: Participant | None, viewer: Person, program: Program, on: datetime.date) -> list[str]:
    """None for whoever is in it already; HR may have asked somebody whom the rules leave out."""
    if own and own.state == State.JOINED:
        return []
    sides = list_open_sides(viewer, program, on)
    if own and own.state == State.INVITED and program.takes_people_on(on) and own.side not in sides:
        return [own.side, *sides]
    return sides


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
