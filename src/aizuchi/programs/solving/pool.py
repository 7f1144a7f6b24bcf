"""Everybody who is to be matched, and what they declared."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from aizuchi.availability.finding import ORDINARY_WEEK, Stretch
from aizuchi.availability.models import PreferredTimes, TimeRule
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person
from aizuchi.programs.matching.ordering import order_by_hash
from aizuchi.programs.models import Match, Participant, PartnerChange, Program, Wish
from aizuchi.programs.people_rules import PersonFacts, ProgramRules
from aizuchi.programs.queries.conflicts import list_paired_people
from aizuchi.programs.queries.people_of_rules import facts_of, find_superiors
from aizuchi.programs.vetoes import read_vetoes

NOON = 12 * 60
SHORTEST = 60
"""Minutes of a half-day from which on one can talk in it."""
HALF_DAYS = 14

Links = frozenset[tuple[uuid.UUID, uuid.UUID]]
"""Pairs of people, each in both orders."""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Where all are peers, `mentees` and `mentors` are the same people. Who left or is on leave is in neither."""

    program: Program
    rules: ProgramRules
    round: int
    mentees: Sequence[Participant]
    mentors: Sequence[Participant]
    facts: Mapping[uuid.UUID, PersonFacts]
    """By person."""
    superiors: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    wishes: Sequence[tuple[uuid.UUID, uuid.UUID, int]]
    """Participants, who wishes first, and the rank."""
    topics: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    """By participant; ways of meeting and topics of gatherings likewise."""
    responses: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    themes: Mapping[uuid.UUID, frozenset[uuid.UUID]]
    half_days: Mapping[uuid.UUID, frozenset[int]]
    """By person, when they can talk: 0 is Monday before noon."""
    former: Links
    paired: Links
    """Who has a 1on1 of this kind already."""
    vetoes: Links = field(repr=False)
    incumbents: Sequence[Match]
    """Published and lasting: their mentees keep whom they have."""
    excluded: Mapping[uuid.UUID, str] = field(default_factory=dict)
    """Participants who joined and cannot be matched now: left, leave."""

    @property
    def is_one_pool(self) -> bool:
        return is_one_pool(self.program)

    @cached_property
    def wishes_that_count(self) -> list[tuple[uuid.UUID, uuid.UUID, int]]:
        """Without those for somebody who is not to be matched any more; the rest moves up."""
        here = {one.pk for one in (*self.mentees, *self.mentors)}
        ranks: Counter[uuid.UUID] = Counter()
        found = []
        for one, other, _rank in sorted(self.wishes, key=lambda wish: wish[2]):
            if one in here and other in here:
                ranks[one] += 1
                found.append((one, other, ranks[one]))
        return found


def is_one_pool(program: Program) -> bool:
    """Everybody can be with everybody."""
    return program.is_peer or program.mode == Program.Mode.THEME


def load_pool(program: Program, *, now: datetime.datetime, round_number: int = 1, with_published: bool = False) -> Pool:
    """Those who are still to be matched; `with_published`: also who has been, as if nobody had."""
    on = program.organization.today(now)
    joined, excluded = _split(program, on)
    everybody = order_participants(joined)
    people = [one.person_id for one in everybody]
    incumbents = [] if with_published else list_incumbents(program, round_number)
    taken = {match.mentee_id for match in incumbents}
    is_one = is_one_pool(program)
    if is_one:
        taken |= {match.mentor_id for match in incumbents}
    free = [one for one in everybody if one.pk not in taken]
    mentees = [one for one in free if is_one or one.side == Participant.Side.MENTEE]
    mentors = mentees if is_one else [one for one in everybody if one.side == Participant.Side.MENTOR]
    return Pool(
        program=program,
        rules=ProgramRules.of(program),
        round=round_number,
        mentees=mentees,
        mentors=mentors,
        facts=facts_of(people, on),
        superiors=find_superiors(program.organization, on),
        wishes=list(
            Wish.objects.filter(participant__program=program).values_list("participant_id", "wanted_id", "rank")
        ),
        topics=_chosen(program, Participant.topics.through.objects.all(), "topic_id"),
        responses=_chosen(program, Participant.responses.through.objects.all(), "expectedresponse_id"),
        themes=_chosen(program, Participant.themes.through.objects.all(), "programtheme_id"),
        half_days=_read_half_days(program, people),
        former=_former(program),
        paired=frozenset() if with_published else list_paired_people(program, on),
        vetoes=_both_ways(read_vetoes(everybody)),
        incumbents=incumbents,
        excluded=excluded,
    )


def order_participants(participants: Iterable[Participant]) -> list[Participant]:
    """Always in the same order, which favours nobody."""
    found = list(participants)
    return [found[at] for at in order_by_hash([str(one.pk) for one in found], len(found)).tolist()]


def _split(program: Program, on: datetime.date) -> tuple[list[Participant], dict[uuid.UUID, str]]:
    rows = Participant.objects.joined().filter(program=program).defer("words", "own_topic")
    joined = list(rows)
    of_program = Person.objects.filter(pk__in=Participant.objects.filter(program=program).values("person"))
    present = of_program.present_on(on)
    gone = set(of_program.exclude(pk__in=present).values_list("pk", flat=True))
    away = set(Leave.objects.on(on).filter(person__in=of_program).values_list("person", flat=True))
    excluded = {
        one.pk: "left" if one.person_id in gone else "leave"
        for one in joined
        if one.person_id in gone or one.person_id in away
    }
    return [one for one in joined if one.pk not in excluded], excluded


def list_incumbents(program: Program, round_number: int) -> list[Match]:
    """Of this round; where partners stay, of any."""
    matches = Match.objects.lasting().filter(program=program).select_related("mentee", "mentor")
    if program.aim == Pair.Aim.BROADEN or is_one_pool(program):
        matches = matches.filter(round=round_number)
    return list(matches)


def _former(program: Program) -> Links:
    """Who met before in this program, where partners change; anywhere beside the line where the program says so."""
    former: set[tuple[uuid.UUID, uuid.UUID]] = set()
    if program.aim == Pair.Aim.BROADEN or is_one_pool(program):
        former.update(Match.objects.published().filter(program=program).values_list("mentee__person", "mentor__person"))
    parted = Match.objects.filter(program=program, changes__answer=PartnerChange.Answer.CHANGED)
    former.update(parted.values_list("mentee__person", "mentor__person"))
    if program.without_former:
        of_program = Participant.objects.filter(program=program).values("person")
        beside = Pair.objects.exclude(kind="supervisor").filter(mentee__in=of_program, mentor__in=of_program)
        former.update(beside.values_list("mentee", "mentor"))
    return _both_ways(former)


def _both_ways(pairs: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> Links:
    found = set(pairs)
    return frozenset(found | {(other, one) for one, other in found})


def _chosen(program: Program, through: QuerySet, column: str) -> dict[uuid.UUID, frozenset[uuid.UUID]]:  # type: ignore[type-arg]  # a table between two
    chosen: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for participant, key in through.filter(participant__program=program).values_list("participant_id", column):
        chosen[participant].add(key)
    return {participant: frozenset(keys) for participant, keys in chosen.items()}


def _read_half_days(program: Program, people: Sequence[uuid.UUID]) -> dict[uuid.UUID, frozenset[int]]:
    of_program = Participant.objects.filter(program=program).values("person")
    settled = set(PreferredTimes.objects.filter(person__in=of_program).values_list("person", flat=True))
    weeks: dict[uuid.UUID, list[Stretch]] = defaultdict(list)
    rules = TimeRule.objects.filter(person__in=of_program)
    for person, day, start, end, kind in rules.values_list("person", "weekday", "starts_minute", "ends_minute", "kind"):
        weeks[person].append(Stretch(day, start, end, kind))
    ordinary = find_half_days(ORDINARY_WEEK)
    return {person: find_half_days(weeks[person]) if person in settled else ordinary for person in people}


def find_half_days(week: Iterable[Stretch]) -> frozenset[int]:
    """In which half-days there is an hour to talk: among good times where somebody has named any."""
    week = list(week)
    wanted = [one for one in week if one.kind == "good"] or [one for one in week if one.kind == "work"]
    minutes = dict.fromkeys(range(HALF_DAYS), 0)
    taken = [one for one in week if one.kind in ("never", "lunch")]
    for stretches, sign in ((wanted, 1), (taken, -1)):
        for one in stretches:
            morning = max(min(one.ends_minute, NOON) - one.starts_minute, 0)
            minutes[2 * one.weekday] += sign * morning
            minutes[2 * one.weekday + 1] += sign * (one.ends_minute - one.starts_minute - morning)
    return frozenset(half_day for half_day, some in minutes.items() if some >= SHORTEST)
