"""Whom somebody could be brought together with. Whoever is missing is simply not there: nothing tells why."""

import datetime
import uuid
from collections import Counter
from collections.abc import Sequence

from django.db.models import Q

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person
from aizuchi.programs.models import Match, Participant, Program
from aizuchi.programs.people_rules import ProgramRules
from aizuchi.programs.queries.people_of_rules import facts_of, find_superiors
from aizuchi.programs.vetoes import read_vetoes

Side = Participant.Side
OTHER_SIDES = {Side.MENTEE: Side.MENTOR, Side.MENTOR: Side.MENTEE, Side.PEER: Side.PEER}


def find_partners(
    viewer: Person, program: Program, own: Participant | None, side: str, *, on: datetime.date
) -> list[Participant]:
    """Those of the other side who take part, have a place left, and are ruled out by nothing: with the same statements
    whoever it is. `own`: of the viewer, once there is one."""
    others = _list_present(program, OTHER_SIDES[Side(side)], viewer, on)
    vetoes = read_vetoes([*others, *([own] if own else [])])
    out = _list_out_of_the_question(viewer, program, on)
    rules = ProgramRules.of(program)
    facts = facts_of([viewer.pk, *(one.person_id for one in others)], on)
    taken = count_partners(program)
    return [
        one
        for one in others
        if one.person_id not in out
        and (viewer.pk, one.person_id) not in vetoes
        and (one.person_id, viewer.pk) not in vetoes
        and viewer.pk in facts
        and one.person_id in facts
        and rules.may_meet(facts[viewer.pk], facts[one.person_id])
        and taken[one.pk] < places_of(one)
    ]


def places_of(participant: Participant) -> int:
    if participant.side == Side.MENTOR:
        return participant.capacity
    return 2 if participant.takes_two else 1


def count_partners(program: Program) -> Counter[uuid.UUID]:
    """With how many each participant meets."""
    rows = Match.objects.lasting().filter(program=program).values_list("mentee", "mentor")
    return Counter(one for row in rows for one in row)


def _list_present(program: Program, side: str, viewer: Person, on: datetime.date) -> Sequence[Participant]:
    """Nobody who has left or is on leave."""
    away = Leave.objects.on(on).filter(person__organization=program.organization_id).values("person")
    found = program.participants.joined().filter(side=side).exclude(person=viewer).exclude(person__in=away)
    present = Person.objects.filter(organization=program.organization_id).present_on(on).values("pk")
    return list(found.filter(person__in=present).select_related("person").prefetch_related("topics", "responses"))


def _list_out_of_the_question(viewer: Person, program: Program, on: datetime.date) -> set[uuid.UUID]:
    """Above or below the viewer, meeting them already, or a former partner where these are not wanted again."""
    superiors = find_superiors(program.organization, on)
    found = {person for person, above in superiors.items() if viewer.pk in above}
    met = Pair.objects.filter(Q(mentee=viewer) | Q(mentor=viewer)).exclude(kind="supervisor")
    if not program.without_former:
        met = met.lasting_beyond(on).filter(kind=program.kind)
    pairs = {person for pair in met.values_list("mentee", "mentor") for person in pair}
    return (found | superiors.get(viewer.pk, frozenset()) | pairs) - {viewer.pk}
