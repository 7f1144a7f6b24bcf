"""Programs that tests talk about."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from aizuchi.pairs.operations.start import Frame, begin
from aizuchi.people.models import Person, Unit
from aizuchi.programs.fit_answers import make_fit_answers
from aizuchi.programs.models import Match, Participant, Program


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


def bring_together(program: Program, mentee: Person, mentor: Person, **facts: Any) -> Match:
    """Of people who take part already: published, begun today, asked whether it fits."""
    now = timezone.now()
    frame = Frame(kind=program.kind, aim=program.aim, cadence=program.cadence, minutes=program.minutes)
    today = program.organization.today(now)
    pair = begin(mentee=mentee, mentor=mentor, frame=frame, starts_on=today, actor=program.owner, now=now)
    sides = {person.person_id: person for person in program.participants.all()}
    match = Match.objects.create(
        program=program,
        mentee=sides[mentee.pk],
        mentor=sides[mentor.pk],
        pair=pair,
        **{"published_at": now, "fit_asked_at": now} | facts,
    )
    make_fit_answers([match], now=now)
    return match
