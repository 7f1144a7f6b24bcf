"""What has happened since a draft was worked out, so that two can no longer be brought together."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.queries.people_of_rules import find_superiors

LEFT, LEAVE, OUT, LINE, PAIRED, FULL = "left", "leave", "out", "line", "paired", "full"


@dataclass(frozen=True, kw_only=True)
class DraftedPair:
    match_id: uuid.UUID
    mentee_id: uuid.UUID
    """Participants, and the people they are."""
    mentor_id: uuid.UUID
    mentee_person: uuid.UUID
    mentor_person: uuid.UUID


def find_conflicts(program: Program, pairs: Iterable[DraftedPair], on: datetime.date) -> dict[uuid.UUID, str]:
    """By match what keeps the two apart now, if anything does. A fixed number of statements."""
    pairs = list(pairs)
    if not pairs:
        return {}
    out = set(program.participants.exclude(state=Participant.State.JOINED).values_list("pk", flat=True))
    of_program = Participant.objects.filter(program=program).values("person")
    present = Person.objects.filter(pk__in=of_program).present_on(on)
    gone = set(Person.objects.filter(pk__in=of_program).exclude(pk__in=present).values_list("pk", flat=True))
    away = set(Leave.objects.on(on).filter(person__in=of_program).values_list("person", flat=True))
    paired = list_paired_people(program, on)
    superiors = find_superiors(program.organization, on)
    found = {}
    for pair in pairs:
        people = pair.mentee_person, pair.mentor_person
        if not gone.isdisjoint(people):
            found[pair.match_id] = LEFT
        elif not away.isdisjoint(people):
            found[pair.match_id] = LEAVE
        elif not out.isdisjoint((pair.mentee_id, pair.mentor_id)):
            found[pair.match_id] = OUT
        elif is_line(superiors, *people):
            found[pair.match_id] = LINE
        elif people in paired:
            found[pair.match_id] = PAIRED
    return found


def is_line(superiors: Mapping[uuid.UUID, frozenset[uuid.UUID]], one: uuid.UUID, other: uuid.UUID) -> bool:
    """Whether one is above the other, whoever that is."""
    return other in superiors.get(one, ()) or one in superiors.get(other, ())


def list_paired_people(program: Program, on: datetime.date) -> frozenset[tuple[uuid.UUID, uuid.UUID]]:
    """Who of a program has a 1on1 of its kind with each other already, in both orders."""
    of_program = Participant.objects.filter(program=program).values("person")
    pairs = Pair.objects.lasting_beyond(on).filter(kind=program.kind, mentee__in=of_program, mentor__in=of_program)
    found = set(pairs.values_list("mentee", "mentor"))
    return frozenset(found | {(other, one) for one, other in found})
